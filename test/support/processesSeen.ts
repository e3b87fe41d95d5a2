import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // It has ended.
  }
}

/**
 * The arguments and environments, as /proc has them, of every process on this machine, containers' too, while some
 * work is done: more than ps shows. Needs root and Docker on this very machine.
 */
export async function processesSeen(work: () => Promise<void>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  let working = true;
  const done = work().finally(() => {
    working = false;
  });
  while (working) {
    for (const pid of readdirSync('/proc').filter((entry) => /^[0-9]+$/.test(entry))) {
      seen.add(read(`/proc/${pid}/cmdline`)).add(read(`/proc/${pid}/environ`));
    }
    // The work goes on in between.
    await setImmediate();
  }
  await done;
  return seen;
}
