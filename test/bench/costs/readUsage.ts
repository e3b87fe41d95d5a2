import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerSeconds } from './dockerTicks';
import { parseGroupUsage, parseMachineStat, parseProcessStat, ticksPerSecond } from './procFiles';

/** What was used up to now, in seconds of processor time; null where this machine doesn't tell. */
export interface Usage {
  /** Everything on the machine. */
  readonly total: number | null;
  /** All that ran in Docker's containers, also in those that are gone. */
  readonly servers: number | null;
  readonly docker: number | null;
  /** This process. */
  readonly engine: number;
  /** Processes and threads that were started, on the whole machine. */
  readonly started: number | null;
}

/** Docker's group of all containers where it manages cgroups itself: of v1, and of v2. */
const groups = [
  { path: '/sys/fs/cgroup/cpuacct/docker', file: 'cpuacct.usage' },
  { path: '/sys/fs/cgroup/cpu,cpuacct/docker', file: 'cpuacct.usage' },
  { path: '/sys/fs/cgroup/docker', file: 'cpu.stat' },
] as const;

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // It isn't there, or has ended.
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** What containers have used that are there, and all there ever were: a group keeps what those beneath it have used. */
function readContainers(): { readonly all: number; readonly ended: number } | undefined {
  for (const { path, file } of groups) {
    const all = parseGroupUsage(read(join(path, file)));
    if (all !== undefined) {
      const ids = namesIn(path).filter((name) => /^[0-9a-f]{64}$/.test(name));
      const alive = ids.map((id) => parseGroupUsage(read(join(path, id, file))) ?? 0);
      return { all, ended: all - alive.reduce((sum, each) => sum + each, 0) };
    }
  }
  return undefined;
}

/** The figures of this moment; they grow with time, so that two of them tell what was used in between. */
export function readUsage(): Usage {
  const machine = parseMachineStat(read('/proc/stat'));
  const containers = readContainers();
  const pids = namesIn('/proc').filter((name) => /^\d+$/.test(name));
  const processes = pids.flatMap((pid) => parseProcessStat(read(`/proc/${pid}/stat`)) ?? []);
  const { user, system } = process.cpuUsage();
  return {
    total: machine === undefined ? null : machine.busyTicks / ticksPerSecond,
    servers: containers?.all ?? null,
    docker: containers === undefined ? null : dockerSeconds(processes, containers.ended),
    engine: (user + system) / 1e6,
    started: machine?.started ?? null,
  };
}
