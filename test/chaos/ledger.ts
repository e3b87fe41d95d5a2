/** A write that a client was told about. Times in milliseconds since 1970. */
export interface Write {
  /** `a:CLIENT:N` for an append, `t:ID` for a transfer. */
  readonly key: string;
  readonly node: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** What the clients were told of every write they sent: done, not done, or nothing. */
export class Ledger {
  readonly acknowledged = new Map<string, Write>();
  /** The server said that it rolled them back. */
  readonly refused = new Map<string, Write>();
  readonly unknown = new Map<string, Write>();
  private readonly reasons = new Map<string, number>();

  /** A failure that a client met, by the server's or the driver's code. */
  count(reason: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  get failures(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.reasons].sort(([, a], [, b]) => b - a));
  }

  get retries(): number {
    return [...this.reasons.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** What a node holds in the end. */
export interface Holdings {
  readonly node: string;
  readonly keys: ReadonlySet<string>;
}

/** Acknowledged writes that a node doesn't hold. */
export function lostWrites(ledger: Ledger, { keys }: Holdings): Write[] {
  return [...ledger.acknowledged.values()].filter(({ key }) => !keys.has(key));
}

/** Writes that a server called rolled back and that are there all the same. */
export function undeadWrites(ledger: Ledger, { keys }: Holdings): Write[] {
  return [...ledger.refused.values()].filter(({ key }) => keys.has(key));
}
