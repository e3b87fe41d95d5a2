import { createEngine, type Engine, type OperationOptions } from '../../src/cluster/engine';
import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { GaleraError, toGaleraError } from '../../src/cluster/errors';
import { followSignal } from '../../src/cluster/followSignal';
import { readCluster } from '../../src/cluster/readClusters';
import { removeCluster } from '../../src/cluster/removeCluster';
import { startCluster } from '../../src/cluster/startCluster';
import type { ChaosArguments } from './chaosArguments';
import { type EndState, readEndState } from './endState';
import { Ledger } from './ledger';
import { NodeDirectory } from './nodeDirectory';
import { PrimaryWatch } from './primaryWatch';
import { Random } from './random';
import { type FaultTally, runFaults } from './runFaults';
import { runSampler } from './sampler';
import type { Timeline } from './timeline';
import { judge, type Verdict } from './verdict';
import { watchLives } from './watchLives';
import { accountCount, createTables, initialBalance, runWorkload } from './workload';

const operationMs = 60_000;
const healMs = 240_000;
const healTries = 3;

export interface ChaosResult extends Verdict {
  readonly tally: FaultTally;
  readonly ledger: Ledger;
  readonly watch: PrimaryWatch;
  readonly states: readonly EndState[];
}

function optionsFor(deadlineMs: number): OperationOptions {
  return { signal: AbortSignal.timeout(deadlineMs), holder: `chaos (pid ${String(process.pid)})`, onProgress: () => undefined };
}

async function dropCluster(engine: Engine, name: string): Promise<void> {
  await removeCluster(engine, name, optionsFor(healMs)).catch((error: unknown) => {
    if (!GaleraError.is(error, 'clusterUnknown')) {
      throw error;
    }
  });
}

/** One start has to bring everything back; more are tried so that there is something to look at. */
async function heal(engine: Engine, name: string, timeline: Timeline): Promise<string[]> {
  const failures: string[] = [];
  for (let attempt = 1; attempt <= healTries; attempt++) {
    timeline.record('heal', { attempt });
    try {
      const { how } = await startCluster(engine, { name }, optionsFor(healMs));
      const { health, nodes } = await readCluster(engine, name, optionsFor(healMs).signal);
      timeline.record('healed', { attempt, how, health, states: nodes.map((node) => `${node.name} ${node.state}`) });
      if (health === 'healthy') {
        return failures;
      }
      failures.push(`The last start (attempt ${String(attempt)}) said ${how} and left the cluster ${health}`);
    } catch (error) {
      const { code, message, details } = toGaleraError(error);
      timeline.record('healFailed', { attempt, code, message, details });
      failures.push(`The last start (attempt ${String(attempt)}) failed: ${code}: ${message}`);
    }
  }
  return failures;
}

/**
 * One run: makes a cluster, lets clients write through every node while the seed's faults happen to it, brings it
 * back, and holds what the clients were told against what every node has.
 *
 * The cluster is removed at the end; after a failure it stays where that was asked for.
 *
 * @param enough ends the faults early; what happened until then is judged all the same.
 */
export async function runChaos(request: ChaosArguments, timeline: Timeline, enough: AbortSignal): Promise<ChaosResult> {
  const { docker } = await connectDocker({ signal: AbortSignal.timeout(operationMs) });
  const logged = (level: string) => (message: string): void => timeline.record('engine', { level, message });
  const log = { debug: () => undefined, info: logged('info'), warn: logged('warn'), error: logged('error') };
  const engine = createEngine(docker, log);
  const { name, seed } = request;
  timeline.record('run', { ...request });
  await dropCluster(engine, name);
  let passed = false;
  try {
    const image = request.image === undefined ? {} : { image: request.image };
    await startCluster(engine, { name, nodes: request.nodes, ...image }, optionsFor(healMs));
    const result = await attack(engine, request, timeline, enough);
    passed = result.failures.length === 0;
    timeline.record('verdict', { seed, failures: result.failures, knownLosses: result.knownLosses });
    return result;
  } finally {
    if (passed || !request.keep) {
      await dropCluster(engine, name);
    }
  }
}

async function attack(engine: Engine, { name, seed, minutes, nodes }: ChaosArguments, timeline: Timeline, enough: AbortSignal): Promise<ChaosResult> {
  const directory = await NodeDirectory.of(engine, name);
  const ledger = new Ledger();
  const watch = new PrimaryWatch();
  const atEnd = new AbortController();
  const background = new AbortController();
  try {
    await createTables(directory);
    const lives = await watchLives(engine, name, timeline, atEnd.signal);
    // They run already, and Docker tells only what happens from now on.
    const running = directory.nodes.map((node) => ({ at: 0, node, what: 'start' as const, exitCode: 0 }));
    const sampling = runSampler(directory, watch, timeline, atEnd.signal);
    const working = runWorkload(directory, ledger, seed, background.signal);
    const context = { engine, cluster: name, nodes: directory.nodes, options: (deadlineMs = operationMs) => optionsFor(deadlineMs) };
    const faultsEnd = followSignal(enough, minutes * 60_000);
    const chaos = await runFaults(context, directory, new Random(seed), timeline, faultsEnd.signal).finally(faultsEnd.end);
    const healFailures = await heal(engine, name, timeline);
    await directory.refresh();
    background.abort();
    await working;
    const read = await Promise.allSettled(directory.nodes.map((node) => readEndState(directory, node)));
    const states = read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const unreadable = read.flatMap((each, index) =>
      each.status === 'rejected' ? [`${directory.nodes[index] ?? ''} can't be read in the end: ${String(each.reason)}`] : [],
    );
    atEnd.abort();
    await sampling;
    const verdict = judge({ ledger, watch, lives: [...running, ...lives], states, expectedTotal: accountCount * initialBalance });
    const missing = states.length === nodes ? [] : [`The cluster has ${String(states.length)} nodes in the end, not ${String(nodes)}`];
    return {
      tally: chaos.tally,
      ledger,
      watch,
      states,
      knownLosses: verdict.knownLosses,
      failures: [...chaos.errors, ...healFailures, ...unreadable, ...missing, ...verdict.failures],
    };
  } finally {
    background.abort();
    atEnd.abort();
  }
}
