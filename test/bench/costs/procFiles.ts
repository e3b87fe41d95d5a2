/** What a process, or the kernel of a machine, has used, in clock ticks: a hundredth of a second each (USER_HZ). */
export const ticksPerSecond = 100;

/** The whole machine since it started. */
export interface MachineStat {
  /** In which any processor did anything. */
  readonly busyTicks: number;
  /** Forks: processes, and their threads. */
  readonly started: number;
}

/** What /proc/stat says; undefined for another text. https://docs.kernel.org/filesystems/proc.html */
export function parseMachineStat(text: string): MachineStat | undefined {
  const cpu = /^cpu +(\d.*)$/m.exec(text)?.[1]?.trim().split(/ +/).map(Number);
  const started = /^processes (\d+)$/m.exec(text)?.[1];
  if (cpu === undefined || started === undefined) {
    return undefined;
  }
  // What a guest used is in user and nice already; what another machine took from this one (steal) isn't its own.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = cpu;
  return { busyTicks: user + nice + system + irq + softirq, started: Number(started) };
}

/** One process. */
export interface ProcessStat {
  readonly pid: number;
  /** Its name, cut off after 15 characters. */
  readonly name: string;
  readonly parent: number;
  readonly ownTicks: number;
  /** Of those of its children that have ended and that it has waited for, with theirs. */
  readonly reapedTicks: number;
}

/** What /proc/PID/stat says; undefined for another text. A name may have spaces and parentheses. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const match = /^(\d+) \(([^]*)\) \S (.+)$/.exec(text.trimEnd());
  const fields = match?.[3]?.split(' ').map(Number) ?? [];
  const [utime, stime, cutime, cstime] = fields.slice(10, 14);
  if (utime === undefined || stime === undefined || cutime === undefined || cstime === undefined) {
    return undefined;
  }
  const [pid, name] = [Number(match?.[1]), match?.[2] ?? ''];
  return { pid, name, parent: fields[0] ?? 0, ownTicks: utime + stime, reapedTicks: cutime + cstime };
}

/** Seconds of processor time in a cgroup's cpu.stat (v2) or cpuacct.usage (v1); undefined for another text. */
export function parseGroupUsage(text: string): number | undefined {
  const microseconds = /^usage_usec (\d+)$/m.exec(text)?.[1];
  if (microseconds !== undefined) {
    return Number(microseconds) / 1e6;
  }
  return /^\d+\n?$/.test(text) ? Number(text) / 1e9 : undefined;
}
