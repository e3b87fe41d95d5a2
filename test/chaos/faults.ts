import { killCluster } from '../../src/cluster/operations/killCluster';
import { freezeNode, idleNode, isolateNode, killNode, unfreezeNode } from '../../src/cluster/operations/nodeActions';
import { rebuildNode } from '../../src/cluster/operations/rebuildNode';
import { inspectRecovery } from '../../src/cluster/operations/recoverCluster';
import { restoreNode } from '../../src/cluster/operations/restoreNode';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { stopCluster } from '../../src/cluster/operations/stopCluster';
import { pause } from '../../src/cluster/async/waitUntil';
import { burdens } from './burdens';
import {
  calledOff,
  container,
  down,
  type Fault,
  type FaultContext,
  onCluster,
  onNode,
  onNodeIn,
  type Prepare,
  well,
} from './faultTools';
import { ddlFaults } from './killInDdl';
import { managerFaults } from './managerKilled';
import type { Random } from './random';
import { scaleFaults } from './scaleFaults';

function start(context: FaultContext): Promise<unknown> {
  return startCluster(context.access, { name: context.cluster }, context.options()).then(({ how }) => how);
}

function restore(context: FaultContext, node: string): Promise<unknown> {
  return restoreNode(context.access, { cluster: context.cluster, node }, context.options()).then(
    ({ method }) => method,
  );
}

function stop(context: FaultContext): Promise<unknown> {
  return stopCluster(context.access, context.cluster, context.options());
}

function rebuild(context: FaultContext, node: string): Promise<unknown> {
  return rebuildNode(context.access, { cluster: context.cluster, node }, context.options());
}

/** Only looks; a choice of whose data counts would lose some by intent. */
function look(context: FaultContext): Promise<unknown> {
  return inspectRecovery(context.access, context.cluster, context.options()).then(({ decision }) => decision.kind);
}

/** Done by the engine's own action on a node. */
const by =
  (action: typeof killNode) =>
  (context: FaultContext, node: string): Promise<void> =>
    action(context.access, { cluster: context.cluster, node }, context.options());

/** Everything that happens to a cluster. `ByHand`: past the engine and its lock, as a user or an accident does it. */
export const faults: readonly Fault[] = [
  {
    name: 'killByHand',
    group: 'byHand',
    weight: 3,
    kind: 'harm',
    prepare: onNode((context, node) => container(context, node).kill()),
  },
  {
    name: 'kill',
    group: 'operation',
    weight: 2,
    kind: 'harm',
    prepare: onNode(by(killNode)),
  },
  {
    name: 'freezeByHand',
    group: 'byHand',
    weight: 2,
    kind: 'harm',
    prepare: onNode((context, node) => container(context, node).pause()),
  },
  {
    name: 'freeze',
    group: 'operation',
    weight: 1,
    kind: 'harm',
    prepare: onNode(by(freezeNode)),
  },
  {
    name: 'isolate',
    group: 'operation',
    weight: 3,
    kind: 'harm',
    prepare: onNode(by(isolateNode)),
  },
  {
    name: 'idle',
    group: 'operation',
    weight: 2,
    kind: 'harm',
    prepare: onNode(by(idleNode)),
  },
  {
    name: 'stopByHand',
    group: 'byHand',
    weight: 1,
    kind: 'harm',
    prepare: onNode((context, node) => container(context, node).stop()),
  },
  {
    name: 'killAll',
    group: 'operation',
    weight: 1,
    kind: 'harm',
    prepare: onCluster((context) => killCluster(context.access, context.cluster, context.options())),
  },
  { name: 'killOneAfterAnother', group: 'byHand', weight: 1, kind: 'harm', prepare: killOneAfterAnother },
  { name: 'stop', group: 'operation', weight: 1, kind: 'harm', prepare: onCluster(stop) },
  { name: 'rebuild', group: 'operation', weight: 1, kind: 'harm', prepare: onNode(rebuild) },
  {
    name: 'unfreezeByHand',
    group: 'byHand',
    weight: 2,
    kind: 'heal',
    prepare: onNodeIn(
      (state) => state === 'Frozen',
      (context, node) => container(context, node).unpause(),
    ),
  },
  {
    name: 'unfreeze',
    group: 'operation',
    weight: 1,
    kind: 'heal',
    prepare: onNodeIn(
      (state) => state === 'Frozen',
      (context, node) => unfreezeNode(context.access, { cluster: context.cluster, node }, context.options()),
    ),
  },
  {
    name: 'startByHand',
    group: 'byHand',
    weight: 3,
    kind: 'heal',
    prepare: onNodeIn(
      (state) => down.includes(state),
      (context, node) => container(context, node).start(),
    ),
  },
  {
    name: 'restore',
    group: 'operation',
    weight: 6,
    kind: 'heal',
    prepare: onNodeIn((state) => !well.includes(state), restore),
  },
  { name: 'start', group: 'operation', weight: 4, kind: 'heal', prepare: onCluster((context) => start(context)) },
  {
    name: 'startTwice',
    group: 'operation',
    weight: 2,
    kind: 'heal',
    prepare: onCluster((context) => Promise.allSettled([start(context), start(context)]).then(oneResult)),
  },
  { name: 'recover', group: 'operation', weight: 1, kind: 'heal', prepare: onCluster(look) },
  {
    name: 'rebuildCalledOff',
    group: 'calledOff',
    weight: 1,
    kind: 'harm',
    prepare: calledOff(onNode(rebuild), 10_000),
  },
  { name: 'stopCalledOff', group: 'calledOff', weight: 1, kind: 'harm', prepare: calledOff(onCluster(stop), 4_000) },
  { name: 'startCalledOff', group: 'calledOff', weight: 2, kind: 'heal', prepare: calledOff(onCluster(start), 8_000) },
  {
    name: 'restoreCalledOff',
    group: 'calledOff',
    weight: 2,
    kind: 'heal',
    prepare: calledOff(
      onNodeIn((state) => !well.includes(state), restore),
      8_000,
    ),
  },
  { name: 'recoverCalledOff', group: 'calledOff', weight: 1, kind: 'heal', prepare: calledOff(onCluster(look), 5_000) },
  ...ddlFaults,
  ...scaleFaults,
  ...managerFaults,
  ...burdens,
];

/** The last one killed is the most advanced. */
function killOneAfterAnother(context: FaultContext, random: Random): ReturnType<Prepare> {
  const order = [...context.nodes].map((node) => ({ node, at: random.next() })).sort((a, b) => a.at - b.at);
  const betweenMs = random.between(200, 3_000);
  const run = async (): Promise<unknown> => {
    const results: string[] = [];
    for (const { node } of order) {
      await container(context, node)
        .kill()
        .then(
          () => results.push(node),
          () => results.push(`${node} wasn't running`),
        );
      await pause(betweenMs, AbortSignal.timeout(60_000));
    }
    return results;
  };
  return { on: order.map(({ node }) => node).join(' '), run };
}

/** Of two starts at once: what both brought; a failure where one failed. */
function oneResult(results: readonly PromiseSettledResult<unknown>[]): unknown {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
}
