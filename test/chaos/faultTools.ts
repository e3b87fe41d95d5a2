import type { Access, OperationOptions } from '../../src/cluster/docker/access';
import type { NodeState } from '../../src/cluster/vocabulary/model';
import { nodeResourceName } from '../../src/cluster/vocabulary/names';
import { readCluster } from '../../src/cluster/view/readClusters';
import type { NodeDirectory } from './nodeDirectory';
import type { Random } from './random';
import type { SchemaLedger } from './schemaLedger';

/** What a fault works with. */
export interface FaultContext {
  readonly access: Access;
  readonly cluster: string;
  /** Those that the cluster began with. */
  readonly nodes: readonly string[];
  readonly directory: NodeDirectory;
  readonly schema: SchemaLedger;
  /** Options for one operation, which is called off after a while. */
  readonly options: (deadlineMs?: number) => OperationOptions;
  /** Fires when the faults end: what lasts ends too. */
  readonly ended: AbortSignal;
}

/** Prepares a fault with the seed's numbers; what it returns does it and may be run later or beside others. */
export type Prepare = (
  context: FaultContext,
  random: Random,
) => { readonly on: string; readonly run: () => Promise<unknown> };

/** What kinds of faults there are, of each of which a longer run has to have seen some. */
export const faultGroups = [
  'byHand',
  'operation',
  'inDdl',
  'calledOff',
  'managerKilled',
  'scale',
  'slow',
  'desync',
  'connections',
] as const;
export type FaultGroup = (typeof faultGroups)[number];

export interface Fault {
  readonly name: string;
  readonly group: FaultGroup;
  readonly weight: number;
  /** `heal` faults bring nodes back; the others take them away. */
  readonly kind: 'harm' | 'heal';
  /** It takes a burden off again by itself after a while, and others happen meanwhile. */
  readonly lasting?: true;
  readonly prepare: Prepare;
}

/** What a fault results in that had no node to be done to. */
export const noneFits = 'none fits';
/** What a fault results in that came when all was done already. */
export const tooLate = 'too late';

export const down: readonly NodeState[] = ['Idle', 'Killed', 'Crashed'];
export const well: readonly NodeState[] = ['Synced', 'Donor', 'Joiner', 'Joined'];

export function container(context: FaultContext, node: string): ReturnType<Access['docker']['getContainer']> {
  return context.access.docker.getContainer(nodeResourceName(context.cluster, node));
}

/** A fault on one node, picked by the seed. */
export function onNode(run: (context: FaultContext, node: string) => Promise<unknown>): Prepare {
  return (context, random) => {
    const node = random.pick(context.nodes);
    return { on: node, run: () => run(context, node) };
  };
}

/** A fault for a node that is in one of these states now, picked by the seed among them. */
export function onNodeIn(
  fits: (state: NodeState) => boolean,
  run: (context: FaultContext, node: string) => Promise<unknown>,
): Prepare {
  return (context, random) => {
    const share = random.next();
    return {
      on: 'one that fits',
      run: async () => {
        const { nodes } = await readCluster(context.access, context.cluster, AbortSignal.timeout(20_000));
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

export function onCluster(run: (context: FaultContext) => Promise<unknown>): Prepare {
  return (context) => ({ on: 'all', run: () => run(context) });
}

/** The same, its operations cancelled after a time that the seed picks. */
export function calledOff(prepare: Prepare, latestMs: number): Prepare {
  return (context, random) => {
    const afterMs = random.between(200, latestMs);
    const { on, run } = prepare({ ...context, options: () => context.options(afterMs) }, random);
    return { on: `${on} after ${String(afterMs)} ms`, run };
  };
}
