import type { Connection } from 'mysql2/promise';
import { pause, waitUntil } from '../../src/cluster/async/waitUntil';
import { openConnection, type SqlAddress } from '../../src/cluster/sql/openConnection';

/** What a client has seen. */
export interface Written {
  /** Numbers of the transactions whose COMMIT was answered. */
  readonly acknowledged: ReadonlySet<number>;
  /** Transactions that ended with an error, or with their connection. */
  readonly failed: number;
  /** The longest time between two answers to COMMIT, in milliseconds. */
  readonly longestGapMs: number;
}

const connectMs = 2_000;
const pauseMs = 20;
const deadlineMs = 60_000;

/**
 * A client that writes one transaction after the other, on one connection, and connects anew whenever that ends. A
 * transaction that failed isn't repeated: whether it was committed nobody knows.
 */
export class ReconnectingWriter {
  readonly #enough = new AbortController();
  readonly #acknowledged = new Set<number>();
  #connection: Connection | undefined;
  #failed = 0;
  #answeredAt = performance.now();
  #longestGapMs = 0;
  readonly #writing: Promise<void>;

  /**
   * @param at where it connects to
   * @param table "database.table", with columns id and writer
   */
  constructor(
    private readonly at: SqlAddress,
    private readonly table: string,
  ) {
    this.#writing = this.#write();
  }

  /** How many it has got an answer for. */
  get count(): number {
    return this.#acknowledged.size;
  }

  /** Waits until it has got so many answers more. */
  async untilAnswered(more: number): Promise<void> {
    const wanted = this.count + more;
    const what = `${String(more)} transactions to be acknowledged`;
    await waitUntil({ signal: this.#enough.signal, what, deadlineMs, details: () => Promise.resolve([]) }, () =>
      Promise.resolve(this.count >= wanted ? { done: true } : 'notYet'),
    );
  }

  async #write(): Promise<void> {
    for (let id = 1; !this.#enough.signal.aborted; id++) {
      try {
        const connection = await this.#connected();
        await connection.query('BEGIN');
        await connection.query(`INSERT INTO ${this.table} VALUES (?)`, [id]);
        await connection.query('COMMIT');
        this.#acknowledged.add(id);
        this.#note();
      } catch {
        this.#failed += 1;
        this.#connection?.destroy();
        this.#connection = undefined;
        await pause(pauseMs, this.#enough.signal).catch(() => undefined);
      }
    }
  }

  #note(): void {
    const now = performance.now();
    this.#longestGapMs = Math.max(this.#longestGapMs, now - this.#answeredAt);
    this.#answeredAt = now;
  }

  async #connected(): Promise<Connection> {
    if (this.#connection === undefined) {
      this.#connection = await openConnection(this.at, connectMs);
      // Whoever waits for an answer hears of it; an event that nobody listens to would end this process.
      this.#connection.on('error', () => undefined);
    }
    return this.#connection;
  }

  /** Ends it; a gap that still lasts counts. */
  async stop(): Promise<Written> {
    this.#enough.abort();
    this.#note();
    // It may be waiting for a server that never answers.
    this.#connection?.destroy();
    await this.#writing;
    return { acknowledged: this.#acknowledged, failed: this.#failed, longestGapMs: this.#longestGapMs };
  }
}
