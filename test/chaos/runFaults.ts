import { dockerStatus } from '../../src/cluster/docker/dockerErrors';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import { readCluster } from '../../src/cluster/view/readClusters';
import { pause } from '../../src/cluster/async/waitUntil';
import { faults } from './faults';
import { type Fault, type FaultContext, type FaultGroup, noneFits, tooLate } from './faultTools';
import type { NodeDirectory } from './nodeDirectory';
import type { Random } from './random';
import type { Timeline } from './timeline';

const atOnce = 3;
const lastingAtOnce = 2;
/** How often one is taken of a kind that hasn't done anything yet. */
const unseenShare = 0.3;
const harms = faults.filter(({ kind }) => kind === 'harm');
const heals = faults.filter(({ kind }) => kind === 'heal');

/**
 * How a fault ended: `done`, `nothing` where it didn't fit, `tooLate` where all was done already, or an error's code.
 */
export type FaultTally = Map<string, Map<string, number>>;

/** What the schedule found wrong with the engine itself, as against what it refused or couldn't do in chaos. */
export interface FaultsResult {
  readonly tally: FaultTally;
  readonly errors: readonly string[];
  /** How many of each kind did what they were there for, or were called off in it. */
  readonly groups: ReadonlyMap<FaultGroup, number>;
}

function endingWith(result: unknown): string {
  if (typeof result === 'string' && result.startsWith(tooLate)) {
    return 'tooLate';
  }
  return result === noneFits ? 'nothing' : 'done';
}

function endingOf(error: unknown): string {
  if (error instanceof GaleraError) {
    return error.code;
  }
  // Only the engine moves a node to another port.
  if (/port is already allocated|address already in use/.test(String(error))) {
    return 'portTaken';
  }
  // runc gives up while the kernel is in the middle of something for one of the processes, and lets them go on.
  if (String(error).includes('unable to freeze')) {
    return 'nothing';
  }
  // Killing what doesn't run or isn't there, starting what runs: Docker's plain "no".
  return [304, 404, 409].includes(dockerStatus(error) ?? 0) ? 'nothing' : 'unexpected';
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
  const groups = new Map<FaultGroup, number>();
  const underWay = new Set<Promise<string>>();
  const lasting = new Set<Promise<string>>();
  const count = ({ name, group }: Fault, ending: string): void => {
    const endings = tally.get(name) ?? new Map<string, number>();
    tally.set(name, endings.set(ending, (endings.get(ending) ?? 0) + 1));
    if (ending === 'done' || (ending === 'aborted' && group === 'calledOff')) {
      groups.set(group, (groups.get(group) ?? 0) + 1);
    }
  };
  const run = async (number: number, fault: Fault, on: string, act: () => Promise<unknown>): Promise<string> => {
    timeline.record('fault', { number, fault: fault.name, on });
    try {
      const result = await act();
      const ending = endingWith(result);
      count(fault, ending);
      timeline.record('faultDone', {
        number,
        fault: fault.name,
        result: typeof result === 'string' || Array.isArray(result) ? result : undefined,
      });
      return ending;
    } catch (error) {
      const ending = endingOf(error);
      count(fault, ending);
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
    const fitting = (random.next() < 0.3 + 0.6 * healthy ? harms : heals).filter(
      (each) => each.lasting !== true || lasting.size < lastingAtOnce,
    );
    // On a slow machine with many nodes a kind might not come up at all.
    const unseen = fitting.filter(({ group }) => !groups.has(group));
    const fault = random.pickWeighted(unseen.length > 0 && random.next() < unseenShare ? unseen : fitting);
    const { on, run: act } = fault.prepare(context, random);
    const waits = random.next() < 0.5;
    const restMs = random.between(300, 5_000);
    const acting = run(number, fault, on, act);
    const among = fault.lasting === true ? lasting : underWay;
    among.add(acting);
    void acting.then(() => among.delete(acting));
    const waitsFor = waits && fault.lasting !== true ? [acting] : underWay.size >= atOnce ? [...underWay] : [];
    const ending = waitsFor.length > 0 ? await Promise.race(waitsFor) : 'under way';
    await directory.refresh().catch(() => undefined);
    // What did nothing needs no rest.
    await pause(ending === 'nothing' || ending === 'stateUnfit' ? 0 : restMs, signal).catch(() => undefined);
  }
  await Promise.all([...underWay, ...lasting]);
  return { tally, errors, groups };
}

async function shareInService({ access, cluster }: FaultContext): Promise<number> {
  const { nodes } = await readCluster(access, cluster, AbortSignal.timeout(30_000));
  return nodes.filter(({ state }) => state === 'Synced').length / nodes.length;
}
