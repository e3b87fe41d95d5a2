import * as vscode from 'vscode';
import {
  freezeNode,
  idleNode,
  isolateNode,
  killNode,
  type NodeRef,
  unfreezeNode,
} from '../../cluster/operations/nodeActions';
import { rebuildNode } from '../../cluster/operations/rebuildNode';
import { restoreNode } from '../../cluster/operations/restoreNode';
import type { Access, OperationOptions } from '../../cluster/docker/access';
import { readCluster } from '../../cluster/view/readClusters';
import { type NodeAction, statesFor } from '../../cluster/view/fittingActions';
import { actionTitle } from '../presentation/nodeActionWords';
import type { CommandContext } from './commandContext';
import { askRebuild } from './askRebuild';
import { pickNode } from './pickNode';
import { runOperation } from './runOperation';
import { tell } from '../notify';

/** Resolves with a sentence for the user where there is something to say. */
type Act = (
  access: Access,
  at: NodeRef,
  options: OperationOptions,
  donor: string | undefined,
) => Promise<string | undefined>;

const restore: Act = async (access, at, options) => (await restoreNode(access, at, options)).reason;

const silently =
  (act: (access: Access, at: NodeRef, options: OperationOptions) => Promise<void>): Act =>
  async (access, at, options) => {
    await act(access, at, options);
    return undefined;
  };

const acts: Readonly<Record<NodeAction, Act>> = {
  kill: silently(killNode),
  idle: silently(idleNode),
  freeze: silently(freezeNode),
  unfreeze: silently(unfreezeNode),
  isolate: silently(isolateNode),
  reconnect: restore,
  restore,
  rebuild: async (access, at, options, donor) => {
    await rebuildNode(access, at, options, donor);
    return undefined;
  },
};

async function stillFits(access: Access, at: NodeRef, action: NodeAction, signal: AbortSignal): Promise<boolean> {
  const { nodes } = await readCluster(access, at.cluster, signal);
  return nodes.some((node) => node.name === at.node && statesFor[action].includes(node.state));
}

/**
 * Runs an action on nodes, one after the other. The first is the one that it was asked for; those selected with it
 * are passed over where the action doesn't fit their state, as when the first's return brought them back too.
 *
 * @param donor the node to rebuild them from; left to the engine where left out.
 */
export async function runOnNodes(
  context: CommandContext,
  action: NodeAction,
  targets: readonly NodeRef[],
  donor?: string,
): Promise<void> {
  const [asked] = targets;
  const left = [...targets];
  const said: string[] = [];
  await runOperation(context, {
    title: actionTitle(action, targets.map(({ node }) => node).join(', '), vscode.l10n),
    expectedNodes: targets.length,
    ...(asked === undefined ? {} : { recoverable: asked.cluster }),
    work: async (access, options) => {
      // What is done is done: another try goes on with the node that failed.
      for (let at = left[0]; at !== undefined; at = left[0]) {
        if (at === asked || (await stillFits(access, at, action, options.signal))) {
          const sentence = await acts[action](access, at, options, donor);
          said.push(...(sentence === undefined ? [] : [sentence]));
        }
        left.shift();
      }
    },
  });
  if (said.length > 0) {
    const message = said.join(' ');
    context.log.info(message);
    void tell(message);
  }
}

/** An action on the given nodes, or on one that the user picks; one that deletes data asks once. */
export async function runNodeAction(
  context: CommandContext,
  action: NodeAction,
  named: readonly NodeRef[],
): Promise<void> {
  const picked = named.length > 0 ? undefined : await pickNode(context, action);
  const targets = picked === undefined ? named : [picked];
  if (targets.length === 0) {
    return;
  }
  const answer = action === 'rebuild' ? await askRebuild(context, targets) : {};
  if (answer !== undefined) {
    await runOnNodes(context, action, targets, answer.donor);
  }
}
