import * as vscode from 'vscode';
import { moveBalancerWriter } from '../../cluster/operations/balanceCluster';
import type { BalancerView } from '../../cluster/vocabulary/model';
import { tell } from '../notify';
import { chooseCluster } from './chooseCluster';
import type { CommandContext } from './commandContext';
import { runOperation } from './runOperation';

/** The node that the user picks of those that writes could go to. */
async function pickWriter(cluster: string, { nodes, writer }: BalancerView): Promise<string | undefined> {
  const others = [...nodes].flatMap(([node, state]) => (state === 'synced' && node !== writer ? [node] : []));
  if (others.length === 0) {
    void tell(vscode.l10n.t('No other node of {0} is Synced.', cluster));
    return undefined;
  }
  const placeHolder = vscode.l10n.t('Node of {0} to write to', cluster);
  return vscode.window.showQuickPick(others, { placeHolder });
}

/** Move Writer: leads the balancer's write port to another node. */
export async function runMoveWriter(context: CommandContext, named: string | undefined): Promise<void> {
  const cluster = await chooseCluster(context, 'moveWriter', named, vscode.l10n.t('Cluster whose writer moves'));
  if (cluster?.balancer === undefined) {
    return;
  }
  const node = await pickWriter(cluster.name, cluster.balancer);
  if (node === undefined) {
    return;
  }
  await runOperation(context, {
    title: vscode.l10n.t('Leading writes of {0} to {1}', cluster.name, node),
    expectedNodes: 1,
    work: (access, options) => moveBalancerWriter(access, cluster.name, node, options),
  });
}
