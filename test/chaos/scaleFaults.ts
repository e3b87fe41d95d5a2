import { scaleCluster } from '../../src/cluster/operations/scaleCluster';
import { readCluster } from '../../src/cluster/view/readClusters';
import { mostNodes } from './chaosArguments';
import { calledOff, container, type Fault, type FaultContext, noneFits, type Prepare } from './faultTools';

/** The sizes that a cluster may be given: the one it began with, and up to two more. */
export function sizesFrom(nodes: number, now: number, direction: 'up' | 'down'): number[] {
  const sizes = Array.from({ length: mostNodes(nodes) - nodes + 1 }, (_, more) => nodes + more);
  return sizes.filter((size) => (direction === 'up' ? size > now : size < now));
}

function scale(direction: 'up' | 'down'): Prepare {
  return (context, random) => {
    const share = random.next();
    return {
      on: direction,
      run: async () => {
        const { nodes } = await readCluster(context.access, context.cluster, AbortSignal.timeout(20_000));
        const sizes = sizesFrom(context.nodes.length, nodes.length, direction);
        const size = sizes[Math.floor(share * sizes.length)];
        if (size === undefined) {
          return noneFits;
        }
        await scaleCluster(context.access, context.cluster, size, context.options());
        return `${String(nodes.length)} to ${String(size)}`;
      },
    };
  };
}

/** Kills the last of the nodes that scaling added. */
async function killAdded(context: FaultContext): Promise<string> {
  const { nodes } = await readCluster(context.access, context.cluster, AbortSignal.timeout(20_000));
  const added = nodes
    .map(({ name }) => name)
    .filter((name) => !context.nodes.includes(name))
    .at(-1);
  if (added === undefined) {
    return noneFits;
  }
  await container(context, added).kill();
  return added;
}

/** Another number of nodes under load, and what can come between. */
export const scaleFaults: readonly Fault[] = [
  { name: 'scaleUp', group: 'scale', weight: 2, kind: 'harm', prepare: scale('up') },
  { name: 'scaleDown', group: 'scale', weight: 1, kind: 'harm', prepare: scale('down') },
  {
    name: 'killAdded',
    group: 'byHand',
    weight: 1,
    kind: 'harm',
    prepare: (context) => ({ on: 'the last added', run: () => killAdded(context) }),
  },
  { name: 'scaleUpCalledOff', group: 'calledOff', weight: 2, kind: 'harm', prepare: calledOff(scale('up'), 12_000) },
  { name: 'scaleDownCalledOff', group: 'calledOff', weight: 1, kind: 'harm', prepare: calledOff(scale('down'), 5_000) },
];
