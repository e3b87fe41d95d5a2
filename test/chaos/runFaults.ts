import { dockerStatus } from '../../src/cluster/docker/dockerErrors';
import { GaleraError } from '../../src/cluster/errors';
import { readCluster } from '../../src/cluster/readClusters';
import { pause } from '../../src/cluster/waitUntil';
import { type Fault, type FaultContext, faults, noneFits } from './faults';
import type { NodeDirectory } from './nodeDirectory';
import type { Random } from './random';
import type { Timeline } from './timeline';

const atOnce = 3;
const harms = faults.filter(({ kind }) => kind === 'harm');
const heals = faults.filter(({ kind }) => kind === 'heal');

/** How a fault ended: `done`, `nothing` where it didn't fit, or an error's code. */
export type FaultTally = Map<string, Map<string, number>>;

/** What the schedule found wrong with the engine itself, as against what it refused or couldn't do in chaos. */
export interface FaultsResult {
  readonly tally: FaultTally;
  readonly errors: readonly string[];
}

function endingOf(error: unknown): string {
  if (error instanceof GaleraError) {
    return error.code;
  }
  // Killing what doesn't run, starting what runs: Docker's plain "no".
  return [304, 409].includes(dockerStatus(error) ?? 0) ? 'nothing' : 'unexpected';
}

/**
 * Does to the cluster what the seed says, one thing after another and at times beside each other, until the signal
 * ends it; then waits for what is under way.
 */
export async function runFaults(
  context: FaultContext,
  directory: NodeDirectory,
  random: Random,
  timeline: Timeline,
  signal: AbortSignal,
): Promise<FaultsResult> {
  const tally: FaultTally = new Map();
  const errors: string[] = [];
  const underWay = new Set<Promise<string>>();
  const count = (fault: string, ending: string): void => {
    const endings = tally.get(fault) ?? new Map<string, number>();
    tally.set(fault, endings.set(ending, (endings.get(ending) ?? 0) + 1));
  };
  const run = async (number: number, fault: Fault, on: string, act: () => Promise<unknown>): Promise<string> => {
    timeline.record('fault', { number, fault: fault.name, on });
    try {
      const result = await act();
      const ending = result === noneFits ? 'nothing' : 'done';
      count(fault.name, ending);
      timeline.record('faultDone', { number, fault: fault.name, result: typeof result === 'string' || Array.isArray(result) ? result : undefined });
      return ending;
    } catch (error) {
      const ending = endingOf(error);
      count(fault.name, ending);
      const { message, stack } = error as Error;
      const details = error instanceof GaleraError ? error.details : [];
      timeline.record('faultFailed', { number, fault: fault.name, ending, message, details });
      if (ending === 'unexpected') {
        errors.push(`${fault.name}: ${stack ?? message}`);
      }
      return ending;
    }
  };
  for (let number = 1; !signal.aborted; number++) {
    // The more nodes are away, the likelier something brings them back: a cluster that never serves proves little.
    const healthy = await shareInService(context);
    const fault = random.pickWeighted(random.next() < 0.3 + 0.6 * healthy ? harms : heals);
    const { on, run: act } = fault.prepare(context, random);
    const waits = random.next() < 0.5;
    const restMs = random.between(300, 5_000);
    const acting = run(number, fault, on, act);
    underWay.add(acting);
    void acting.then(() => underWay.delete(acting));
    const ending = waits || underWay.size >= atOnce ? await Promise.race(waits ? [acting] : underWay) : 'under way';
    await directory.refresh().catch(() => undefined);
    // What did nothing needs no rest.
    await pause(ending === 'nothing' || ending === 'stateUnfit' ? 0 : restMs, signal).catch(() => undefined);
  }
  await Promise.all(underWay);
  return { tally, errors };
}

async function shareInService({ engine, cluster }: FaultContext): Promise<number> {
  const { nodes } = await readCluster(engine, cluster, AbortSignal.timeout(30_000));
  return nodes.filter(({ state }) => state === 'Synced').length / nodes.length;
}
