import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { openConnection } from '../../src/cluster/sql/openConnection';
import type { NodeDirectory } from './nodeDirectory';

/** A node didn't answer in time: whatever it was asked may or may not be done. */
export class SilentNodeError extends Error {
  override readonly name = 'SilentNodeError';
}

/** Rejects after a while; what the promise still brings goes to `late`. */
async function within<T>(timeoutMs: number, promise: Promise<T>, late: (value: T) => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new SilentNodeError(`no answer within ${String(timeoutMs)} ms`));
    }, timeoutMs);
  });
  promise.then(
    (value) => {
      if (isLate) {
        late(value);
      }
    },
    () => undefined,
  );
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** A client's session on one node, opened when it is needed and given up at the first failure. */
export class NodeSession {
  private connection: Connection | undefined;

  /** @param setup run on each new connection; @param timeoutMs for the handshake, and for each statement. */
  constructor(
    private readonly directory: NodeDirectory,
    readonly node: string,
    private readonly setup: readonly string[],
    private readonly timeoutMs: number,
  ) {}

  /** Opens the connection where there is none: a failure here has done nothing. */
  async open(): Promise<Connection> {
    if (this.connection === undefined) {
      const at = this.directory.sqlAddress(this.node);
      // A node without a component may accept a connection and never greet.
      const opened = await within(this.timeoutMs, openConnection(at, this.timeoutMs), (late) => late.destroy());
      opened.on('error', () => this.drop());
      this.connection = opened;
      for (const statement of this.setup) {
        await this.execute(statement);
      }
    }
    return this.connection;
  }

  async rows<T extends RowDataPacket>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const connection = await this.open();
    return (await this.answered(connection.query<T[]>(sql, [...values])))[0];
  }

  /** @returns how many rows it changed */
  async execute(sql: string, values: readonly unknown[] = []): Promise<number> {
    const connection = await this.open();
    return (await this.answered(connection.query<ResultSetHeader>(sql, [...values])))[0].affectedRows;
  }

  drop(): void {
    this.connection?.destroy();
    this.connection = undefined;
  }

  private async answered<T>(answer: Promise<T>): Promise<T> {
    try {
      return await within(this.timeoutMs, answer, () => undefined);
    } catch (error) {
      this.drop();
      throw error;
    }
  }
}
