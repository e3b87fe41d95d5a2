import { pause } from '../../src/cluster/async/waitUntil';
import { container, type Fault, type FaultContext, noneFits, type Prepare } from './faultTools';

const patienceMs = 15_000;
const lookMs = 50;

/** Waits for the large table to be altered by copy, then a little; false where that didn't come. */
async function awaitCopy({ schema, ended }: FaultContext, afterMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until && !ended.aborted) {
    if ([...schema.underWay].some(({ object, sql }) => object.bulk && sql.includes('ALGORITHM=COPY'))) {
      await pause(afterMs, ended).catch(() => undefined);
      return true;
    }
    await pause(lookMs, ended).catch(() => undefined);
  }
  return false;
}

/** SIGKILL to nodes, past the engine, while their data directories say that they hold nothing. */
function killInDdl(nodesOf: (context: FaultContext, picked: string) => readonly string[]): Prepare {
  return (context, random) => {
    const nodes = nodesOf(context, random.pick(context.nodes));
    const afterMs = random.between(100, 800);
    const run = async (): Promise<string> => {
      if (!(await awaitCopy(context, afterMs))) {
        return noneFits;
      }
      const kills = await Promise.allSettled(nodes.map((node) => container(context, node).kill()));
      const killed = nodes.filter((_, index) => kills[index]?.status === 'fulfilled');
      return killed.length === 0 ? noneFits : killed.join(' ');
    };
    return { on: `${nodes.join(' ')} ${String(afterMs)} ms into an ALTER`, run };
  };
}

export const ddlFaults: readonly Fault[] = [
  { name: 'killInDdl', group: 'inDdl', weight: 3, kind: 'harm', prepare: killInDdl((_, picked) => [picked]) },
  { name: 'killAllInDdl', group: 'inDdl', weight: 1, kind: 'harm', prepare: killInDdl(({ nodes }) => nodes) },
];
