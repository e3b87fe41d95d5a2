/** What a look at a lock's container shows. */
export interface LockSighting {
  readonly id: string;
  /** Docker's word: `created`, `running`, `exited` … */
  readonly status: string;
  /** Whether Docker still knows the mark that its holder made: see lockContainer.ts. */
  readonly marked: boolean;
}

/** A lock that was made and isn't started after so long was left by a holder that died in between. */
const unstartedMs = 10_000;
/** Docker was restarted since this lock was taken. A holder that is alive takes it anew well within this time. */
const unmarkedMs = 30_000;

/** The time in milliseconds after which a look like this one means that nobody holds the lock; undefined: never. */
function patience({ status, marked }: LockSighting): number | undefined {
  switch (status) {
    case 'exited':
    case 'dead':
      return 0;
    case 'created':
      return unstartedMs;
    case 'running':
      return marked ? undefined : unmarkedMs;
    default:
      return undefined;
  }
}

/**
 * Tells a lock that its holder left behind, by what one waiter has seen itself: the same container in the same state
 * for so long by a clock that only goes forward. Docker's clock and this machine's may differ, and either may jump.
 */
export class AbandonedLock {
  private doubt: { readonly look: string; readonly sinceMs: number } | undefined;

  /** @param nowMs of a monotonic clock. */
  isAbandoned(sighting: LockSighting, nowMs: number): boolean {
    const limit = patience(sighting);
    if (limit === undefined) {
      this.doubt = undefined;
      return false;
    }
    const look = `${sighting.id} ${sighting.status}`;
    if (this.doubt?.look !== look) {
      this.doubt = { look, sinceMs: nowMs };
    }
    return nowMs - this.doubt.sinceMs >= limit;
  }
}
