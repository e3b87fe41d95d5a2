import { killCluster } from '../../src/cluster/actions/killCluster';
import { freezeNode, idleNode, isolateNode, killNode, unfreezeNode } from '../../src/cluster/actions/nodeActions';
import { restoreNode } from '../../src/cluster/actions/restoreNode';
import type { Engine, OperationOptions } from '../../src/cluster/engine';
import type { NodeState } from '../../src/cluster/model';
import { nodeResourceName } from '../../src/cluster/names';
import { readCluster } from '../../src/cluster/readClusters';
import { startCluster } from '../../src/cluster/startCluster';
import { stopCluster } from '../../src/cluster/stopCluster';
import { pause } from '../../src/cluster/waitUntil';
import type { Random } from './random';

/** What a fault works with. */
export interface FaultContext {
  readonly engine: Engine;
  readonly cluster: string;
  readonly nodes: readonly string[];
  /** Options for one operation, which is called off after a while. */
  readonly options: (deadlineMs?: number) => OperationOptions;
}

/** Prepares a fault with the seed's numbers; what it returns does it and may be run later or beside others. */
type Prepare = (context: FaultContext, random: Random) => { readonly on: string; readonly run: () => Promise<unknown> };

export interface Fault {
  readonly name: string;
  readonly weight: number;
  /** `heal` faults bring nodes back; the others take them away. */
  readonly kind: 'harm' | 'heal';
  readonly prepare: Prepare;
}

/** What a fault results in that had no node to be done to. */
export const noneFits = 'none fits';

const down: readonly NodeState[] = ['Idle', 'Killed', 'Crashed'];
const well: readonly NodeState[] = ['Synced', 'Donor', 'Joiner', 'Joined'];

function container(context: FaultContext, node: string): ReturnType<Engine['docker']['getContainer']> {
  return context.engine.docker.getContainer(nodeResourceName(context.cluster, node));
}

/** A fault on one node, picked by the seed. */
function onNode(run: (context: FaultContext, node: string) => Promise<unknown>): Prepare {
  return (context, random) => {
    const node = random.pick(context.nodes);
    return { on: node, run: () => run(context, node) };
  };
}

/** A way back for a node that is in one of these states now, picked by the seed among them. */
function onNodeIn(fits: (state: NodeState) => boolean, run: (context: FaultContext, node: string) => Promise<unknown>): Prepare {
  return (context, random) => {
    const share = random.next();
    return {
      on: 'one that fits',
      run: async () => {
        const { nodes } = await readCluster(context.engine, context.cluster, AbortSignal.timeout(20_000));
        const fitting = nodes.filter(({ state }) => fits(state));
        const chosen = fitting[Math.floor(share * fitting.length)];
        if (chosen === undefined) {
          return noneFits;
        }
        const result = await run(context, chosen.name);
        return typeof result === 'string' ? `${chosen.name} ${result}` : chosen.name;
      },
    };
  };
}

function onCluster(run: (context: FaultContext) => Promise<unknown>): Prepare {
  return (context) => ({ on: 'all', run: () => run(context) });
}

function start(context: FaultContext, deadlineMs?: number): Promise<unknown> {
  return startCluster(context.engine, { name: context.cluster }, context.options(deadlineMs)).then(({ how }) => how);
}

function restore(context: FaultContext, node: string): Promise<unknown> {
  return restoreNode(context.engine, { cluster: context.cluster, node }, context.options()).then(({ method }) => method);
}

/** Everything that happens to a cluster. `ByHand`: past the engine and its lock, as a user or an accident does it. */
export const faults: readonly Fault[] = [
  { name: 'killByHand', weight: 3, kind: 'harm', prepare: onNode((context, node) => container(context, node).kill()) },
  { name: 'kill', weight: 2, kind: 'harm', prepare: onNode((context, node) => killNode(context.engine, { cluster: context.cluster, node }, context.options())) },
  { name: 'freezeByHand', weight: 2, kind: 'harm', prepare: onNode((context, node) => container(context, node).pause()) },
  { name: 'freeze', weight: 1, kind: 'harm', prepare: onNode((context, node) => freezeNode(context.engine, { cluster: context.cluster, node }, context.options())) },
  { name: 'isolate', weight: 3, kind: 'harm', prepare: onNode((context, node) => isolateNode(context.engine, { cluster: context.cluster, node }, context.options())) },
  { name: 'idle', weight: 2, kind: 'harm', prepare: onNode((context, node) => idleNode(context.engine, { cluster: context.cluster, node }, context.options())) },
  { name: 'stopByHand', weight: 1, kind: 'harm', prepare: onNode((context, node) => container(context, node).stop()) },
  { name: 'killAll', weight: 1, kind: 'harm', prepare: onCluster((context) => killCluster(context.engine, context.cluster, context.options())) },
  { name: 'killOneAfterAnother', weight: 1, kind: 'harm', prepare: killOneAfterAnother },
  { name: 'stop', weight: 1, kind: 'harm', prepare: onCluster((context) => stopCluster(context.engine, context.cluster, context.options())) },
  {
    name: 'unfreezeByHand',
    weight: 2,
    kind: 'heal',
    prepare: onNodeIn((state) => state === 'Frozen', (context, node) => container(context, node).unpause()),
  },
  {
    name: 'unfreeze',
    weight: 1,
    kind: 'heal',
    prepare: onNodeIn((state) => state === 'Frozen', (context, node) => unfreezeNode(context.engine, { cluster: context.cluster, node }, context.options())),
  },
  { name: 'startByHand', weight: 3, kind: 'heal', prepare: onNodeIn((state) => down.includes(state), (context, node) => container(context, node).start()) },
  { name: 'restore', weight: 6, kind: 'heal', prepare: onNodeIn((state) => !well.includes(state), restore) },
  { name: 'start', weight: 4, kind: 'heal', prepare: onCluster((context) => start(context)) },
  { name: 'startTwice', weight: 2, kind: 'heal', prepare: onCluster((context) => Promise.allSettled([start(context), start(context)]).then(oneResult)) },
  { name: 'startCalledOff', weight: 1, kind: 'heal', prepare: startCalledOff },
];

/** The last one killed is the most advanced. */
function killOneAfterAnother(context: FaultContext, random: Random): ReturnType<Prepare> {
  const order = [...context.nodes].map((node) => ({ node, at: random.next() })).sort((a, b) => a.at - b.at);
  const betweenMs = random.between(200, 3_000);
  const run = async (): Promise<unknown> => {
    const results: string[] = [];
    for (const { node } of order) {
      await container(context, node).kill().then(
        () => results.push(node),
        () => results.push(`${node} wasn't running`),
      );
      await pause(betweenMs, AbortSignal.timeout(60_000));
    }
    return results;
  };
  return { on: order.map(({ node }) => node).join(' '), run };
}

function startCalledOff(context: FaultContext, random: Random): ReturnType<Prepare> {
  const afterMs = random.between(300, 5_000);
  return { on: `after ${String(afterMs)} ms`, run: () => start(context, afterMs) };
}

/** Of two starts at once: what both brought; a failure where one failed. */
function oneResult(results: readonly PromiseSettledResult<unknown>[]): unknown {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
}
