import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { dockerStatus } from '../../src/cluster/docker/dockerErrors';
import type { Access } from '../../src/cluster/docker/access';
import { withClusterLock } from '../../src/cluster/members/clusterLock';
import { labels } from '../../src/cluster/vocabulary/labels';
import { lockContainerName } from '../../src/cluster/vocabulary/names';
import { pause } from '../../src/cluster/async/waitUntil';
import { mostNodes } from './chaosArguments';
import { container, type Fault, type FaultContext, type Prepare, tooLate } from './faultTools';
import type { Random } from './random';

/** Beside the bundle that this is part of. */
const cli = join(dirname(process.argv[1] ?? ''), '..', 'dist', 'cli.cjs');
/** Much longer than the lock of a dead holder may stay, on a busy machine too. */
const freeWithinMs = 40_000;

/** Who holds the lock by its label, and whether its container runs; undefined where it is free. */
async function lockHolder(access: Access, cluster: string): Promise<{ holder: string; runs: boolean } | undefined> {
  try {
    const { Config, State } = await access.docker.getContainer(lockContainerName(cluster)).inspect();
    return { holder: Config.Labels[labels.holder] ?? '', runs: State.Running };
  } catch (error) {
    if (dockerStatus(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Waits until the killed process holds the cluster's lock no more. What it made and never started is removed by the
 * next one that asks.
 *
 * @throws Error where it still holds it after all that time
 */
async function assertLockFree(context: FaultContext, pid: number): Promise<void> {
  const { access, cluster } = context;
  const since = Date.now();
  for (;;) {
    const found = await lockHolder(access, cluster);
    if (found?.holder.includes(`(pid ${String(pid)})`) !== true) {
      return;
    }
    if (Date.now() - since > freeWithinMs) {
      throw new Error(
        `The cluster's lock is still held by "${found.holder}", which was killed ${String(freeWithinMs / 1000)} s ago`,
      );
    }
    if (!found.runs) {
      const { image } = await container(context, context.nodes[0] ?? '')
        .inspect()
        .then(({ Image }) => ({ image: Image }));
      await withClusterLock(access, cluster, image, context.options(freeWithinMs), () => Promise.resolve());
    }
    await pause(200, AbortSignal.timeout(freeWithinMs));
  }
}

/** Runs the CLI in a process of its own and ends it by kill -9 after a time that the seed picks. */
function cliKilled(argsOf: (context: FaultContext, random: Random) => readonly string[]): Prepare {
  return (context, random) => {
    const args = argsOf(context, random);
    const afterMs = random.between(800, 9_000);
    const run = async (): Promise<string> => {
      const child = spawn(process.execPath, [cli, ...args], { stdio: 'ignore' });
      const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
      const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
      const [exitCode, signal] = await ended;
      clearTimeout(timer);
      if (signal === null) {
        return `${tooLate}: exit ${String(exitCode)}`;
      }
      await assertLockFree(context, child.pid ?? 0);
      return 'killed';
    };
    return { on: `${args.join(' ')} after ${String(afterMs)} ms`, run };
  };
}

function ofNode(verb: string, ...more: readonly string[]) {
  return ({ cluster, nodes }: FaultContext, random: Random): readonly string[] => [
    verb,
    cluster,
    random.pick(nodes),
    ...more,
  ];
}

/** The manager's own end midway: what it held is free, and what it left half-done the next operation copes with. */
export const managerFaults: readonly Fault[] = [
  {
    name: 'cliKilled stop',
    group: 'managerKilled',
    weight: 1,
    kind: 'harm',
    prepare: cliKilled(({ cluster }) => ['stop', cluster]),
  },
  {
    name: 'cliKilled scale',
    group: 'managerKilled',
    weight: 2,
    kind: 'harm',
    prepare: cliKilled(({ cluster, nodes }, random) => [
      'scale',
      cluster,
      String(random.between(nodes.length, mostNodes(nodes.length))),
      '--yes',
    ]),
  },
  {
    name: 'cliKilled rebuild',
    group: 'managerKilled',
    weight: 1,
    kind: 'harm',
    prepare: cliKilled(ofNode('rebuild', '--yes')),
  },
  {
    name: 'cliKilled start',
    group: 'managerKilled',
    weight: 2,
    kind: 'heal',
    prepare: cliKilled(({ cluster }) => ['start', cluster]),
  },
  { name: 'cliKilled restore', group: 'managerKilled', weight: 2, kind: 'heal', prepare: cliKilled(ofNode('restore')) },
  {
    name: 'cliKilled recover',
    group: 'managerKilled',
    weight: 1,
    kind: 'heal',
    prepare: cliKilled(({ cluster }) => ['recover', cluster]),
  },
];
