import { createAccess, type Access, type OperationOptions } from '../../src/cluster/docker/access';
import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import { followSignal } from '../../src/cluster/async/followSignal';
import { readCluster } from '../../src/cluster/view/readClusters';
import { removeCluster } from '../../src/cluster/operations/removeCluster';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { pause } from '../../src/cluster/async/waitUntil';
import type { ChaosArguments } from './chaosArguments';
import { coverageFailures } from './coverage';
import { createBulk, runDdlWorkload } from './ddlWorkload';
import { readEndState, type WholeState } from './endState';
import { awaitQuiet, heal, restoreSize } from './healing';
import { Ledger } from './ledger';
import { NodeDirectory } from './nodeDirectory';
import { PrimaryWatch } from './primaryWatch';
import { Random } from './random';
import { type FaultTally, runFaults } from './runFaults';
import { runSampler } from './sampler';
import { SchemaLedger } from './schemaLedger';
import { judgeSchema } from './schemaVerdict';
import type { Timeline } from './timeline';
import { judge, type Verdict } from './verdict';
import { watchLives } from './watchLives';
import { accountCount, createTables, initialBalance, runWorkload } from './workload';

const operationMs = 120_000;
const healMs = 240_000;
const firstWritesMs = 5_000;
const minuteMs = 60_000;

export interface ChaosResult extends Verdict {
  readonly tally: FaultTally;
  readonly ledger: Ledger;
  readonly schema: SchemaLedger;
  readonly watch: PrimaryWatch;
  readonly states: readonly WholeState[];
}

function optionsFor(deadlineMs: number): OperationOptions {
  return {
    signal: AbortSignal.timeout(deadlineMs),
    holder: `chaos (pid ${String(process.pid)})`,
    onProgress: () => undefined,
  };
}

async function dropCluster(access: Access, name: string): Promise<void> {
  await removeCluster(access, name, optionsFor(healMs)).catch((error: unknown) => {
    if (!GaleraError.is(error, 'clusterUnknown')) {
      throw error;
    }
  });
}

/**
 * One run: makes a cluster, lets clients write through every node while the seed's faults happen to it, brings it
 * back, and holds what the clients were told against what every node has.
 *
 * The cluster is removed at the end; after a failure it stays where that was asked for.
 *
 * @param say gets a line each minute.
 * @param enough ends the faults early; what happened until then is judged all the same.
 */
export async function runChaos(
  request: ChaosArguments,
  timeline: Timeline,
  say: (line: string) => void,
  enough: AbortSignal,
): Promise<ChaosResult> {
  const { docker } = await connectDocker({ signal: AbortSignal.timeout(operationMs) });
  const logged =
    (level: string) =>
    (message: string): void =>
      timeline.record('engine', { level, message });
  const log = { debug: () => undefined, info: logged('info'), warn: logged('warn'), error: logged('error') };
  const access = createAccess(docker, log);
  const { name, seed } = request;
  timeline.record('run', { ...request });
  await dropCluster(access, name);
  let passed = false;
  try {
    const image = request.image === undefined ? {} : { image: request.image };
    await startCluster(access, { name, nodes: request.nodes, ...image }, optionsFor(healMs));
    const result = await attack(access, request, timeline, say, enough);
    passed = result.failures.length === 0;
    timeline.record('verdict', { seed, failures: result.failures, knownLosses: result.knownLosses });
    return result;
  } finally {
    if (passed || !request.keep) {
      await dropCluster(access, name);
    }
  }
}

async function attack(
  access: Access,
  { name, seed, minutes, nodes }: ChaosArguments,
  timeline: Timeline,
  say: (line: string) => void,
  enough: AbortSignal,
): Promise<ChaosResult> {
  const directory = await NodeDirectory.of(access, name);
  const ledger = new Ledger();
  const schema = new SchemaLedger();
  const watch = new PrimaryWatch();
  const atEnd = new AbortController();
  const background = new AbortController();
  const healing = { access, name, directory, timeline, options: () => optionsFor(healMs) };
  try {
    await createTables(directory);
    await createBulk(directory, schema);
    const lives = await watchLives(access, name, timeline, atEnd.signal);
    // They run already, and Docker tells only what happens from now on.
    const running = directory.nodes.map((node) => ({ at: 0, node, what: 'start' as const, exitCode: 0 }));
    const sampling = runSampler(directory, watch, timeline, atEnd.signal);
    const working = Promise.all([
      runWorkload(directory, ledger, seed, background.signal),
      runDdlWorkload(directory, ledger, schema, timeline, seed, background.signal),
    ]);
    // Something to lose first.
    await pause(firstWritesMs, enough).catch(() => undefined);
    const began = Date.now();
    const faultsEnd = followSignal(enough, minutes * minuteMs);
    const options = (deadlineMs = operationMs): OperationOptions => optionsFor(deadlineMs);
    const context = {
      access,
      cluster: name,
      nodes: directory.nodes,
      directory,
      schema,
      options,
      ended: faultsEnd.signal,
    };
    const telling = setInterval(() => {
      const past = Math.round((Date.now() - began) / minuteMs);
      say(
        `${String(past)} of ${String(minutes)} min, ${String(ledger.acknowledged.size)} acknowledged writes, ${String(schema.total('acknowledged'))} changes of the schema`,
      );
    }, minuteMs);
    const chaos = await runFaults(context, directory, new Random(seed), timeline, faultsEnd.signal).finally(() => {
      faultsEnd.end();
      clearInterval(telling);
    });
    say('Healing the cluster, and looking at what every node has …');
    const ranMs = Date.now() - began;
    const failures = [...chaos.errors, ...coverageFailures(ranMs, chaos.groups, schema), ...(await heal(healing))];
    background.abort();
    await working;
    const { nodes: there } = await readCluster(access, name, optionsFor(healMs).signal);
    const vanished = directory.nodes.filter((node) => there.every(({ name: each }) => each !== node));
    if (vanished.length > 0) {
      failures.push(
        `${vanished.join(', ')} left the cluster, which was never scaled to less than ${String(nodes)} nodes`,
      );
    }
    if (there.length < nodes) {
      failures.push(...(await restoreSize(healing, nodes)));
    }
    await directory.refresh();
    const names = [...new Set([...directory.nodes, ...there.map((node) => node.name)])];
    await awaitQuiet(directory, names, timeline);
    const read = await Promise.allSettled(names.map((node) => readEndState(directory, node)));
    const states = read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const unreadable = read.flatMap((each, index) =>
      each.status === 'rejected' ? [`${names[index] ?? ''} can't be read in the end: ${String(each.reason)}`] : [],
    );
    // Whatever scaling added is held against the rest before it goes.
    failures.push(...unreadable, ...(await restoreSize(healing, nodes)));
    atEnd.abort();
    await sampling;
    const allLives = [...running, ...lives];
    const verdict = judge({ ledger, watch, lives: allLives, states, expectedTotal: accountCount * initialBalance });
    const schemaVerdict = judgeSchema(
      schema,
      allLives,
      states.map((state) => state.schema),
    );
    return {
      tally: chaos.tally,
      ledger,
      schema,
      watch,
      states,
      knownLosses: [...verdict.knownLosses, ...schemaVerdict.knownLosses],
      failures: [...failures, ...verdict.failures, ...schemaVerdict.failures],
    };
  } finally {
    background.abort();
    atEnd.abort();
  }
}
