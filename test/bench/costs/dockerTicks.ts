import { type ProcessStat, ticksPerSecond } from './procFiles';

/** Processes that stay as long as Docker does; what they start ends soon, and they wait for it. */
const daemons: readonly string[] = ['dockerd', 'containerd'];
const proxy = 'docker-proxy';
/** One a container; cut off as /proc has it. */
const shim = 'containerd-shim';
/** Whoever waits for a shim that has ended: it leaves whom it was started by. */
const usualReaper = 1;

/**
 * Seconds that Docker has used so far: dockerd and containerd, what they have started (docker-proxy, iptables, and
 * dockerd itself anew for an archive), the shims, and runc, which these start.
 *
 * A shim waits for its container's processes as well as for runc, and whoever waits for the shim then has all of it:
 * what is left without the containers that have ended is Docker's. What was run in a container by exec counts here too
 * until that has ended.
 *
 * @param endedContainers seconds that containers used which are no longer there.
 */
export function dockerSeconds(processes: readonly ProcessStat[], endedContainers: number): number {
  const shims = processes.filter(({ name }) => name === shim);
  const reaper = shims[0]?.parent ?? usualReaper;
  const ticks = processes.flatMap(({ pid, name, ownTicks, reapedTicks }) => {
    if (pid === reaper) {
      return [reapedTicks];
    }
    if (daemons.includes(name) || name === shim) {
      return [ownTicks + reapedTicks];
    }
    return name === proxy ? [ownTicks] : [];
  });
  return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond - endedContainers;
}
