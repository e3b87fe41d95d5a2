import * as vscode from 'vscode';
import type { NodeRef } from '../../cluster/operations/nodeActions';
import { type NodeAction, statesFor } from '../../cluster/view/fittingActions';
import { nodeQuestion } from '../presentation/nodeActionWords';
import type { CommandContext } from './commandContext';
import { readClustersForCommand } from './readForCommand';
import { tell } from '../notify';

/** The node that the user picks of those that an action fits; undefined where they pick none or there is none. */
export async function pickNode(context: CommandContext, action: NodeAction): Promise<NodeRef | undefined> {
  const clusters = await readClustersForCommand(context);
  if (clusters === undefined) {
    return undefined;
  }
  const items = clusters.flatMap((cluster) =>
    cluster.nodes
      .filter((node) => statesFor[action].includes(node.state))
      .map((node) => ({
        label: node.name,
        description: `${cluster.name} · ${node.state}`,
        at: { cluster: cluster.name, node: node.name },
      })),
  );
  if (items.length === 0) {
    void tell(vscode.l10n.t('No node is in a state for that.'));
    return undefined;
  }
  const options = { placeHolder: nodeQuestion(action, vscode.l10n), matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.at;
}
