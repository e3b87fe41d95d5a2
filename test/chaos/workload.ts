import { pause } from '../../src/cluster/async/waitUntil';
import type { Ledger } from './ledger';
import type { NodeDirectory } from './nodeDirectory';
import { NodeSession } from './nodeSession';
import { Random } from './random';
import { type Attempt, sendWrite } from './sendWrite';

export const accountCount = 20;
export const initialBalance = 100;
const transferClientsPerNode = 2;
const statementTimeoutMs = 8_000;
const betweenWritesMs = 40;

export const tables = ['accounts', 'transfers', 'appends'] as const;

/** Makes the tables, on one node while all is well. */
export async function createTables(directory: NodeDirectory): Promise<void> {
  const session = new NodeSession(directory, directory.nodes[0] ?? '', [], 30_000);
  const accounts = Array.from({ length: accountCount }, (_, id) => `(${String(id)}, ${String(initialBalance)})`);
  await session.execute('CREATE DATABASE chaos');
  await session.execute('CREATE TABLE chaos.accounts (id INT PRIMARY KEY, balance INT NOT NULL)');
  await session.execute(
    'CREATE TABLE chaos.transfers (id VARCHAR(32) PRIMARY KEY, source INT NOT NULL, target INT NOT NULL, amount INT NOT NULL)',
  );
  await session.execute('CREATE TABLE chaos.appends (client INT, n INT, PRIMARY KEY (client, n))');
  await session.execute(`INSERT INTO chaos.accounts VALUES ${accounts.join(', ')}`);
  session.drop();
}

function transferBy(random: Random, id: string): Attempt {
  const source = random.between(0, accountCount - 1);
  const target = (source + random.between(1, accountCount - 1)) % accountCount;
  const amount = random.between(1, 10);
  return async (session, reached) => {
    await session.execute('START TRANSACTION');
    const taken = await session.execute(
      'UPDATE chaos.accounts SET balance = balance - ? WHERE id = ? AND balance >= ?',
      [amount, source, amount],
    );
    // An account that can't pay makes a transfer of nothing: still a write to find again.
    const moved = taken === 1 ? amount : 0;
    await session.execute('UPDATE chaos.accounts SET balance = balance + ? WHERE id = ?', [moved, target]);
    await session.execute('INSERT INTO chaos.transfers VALUES (?, ?, ?, ?)', [id, source, target, moved]);
    reached('commit');
    await session.execute('COMMIT');
  };
}

function appendBy(client: number, n: number): Attempt {
  return async (session, reached) => {
    reached('commit');
    await session.execute('INSERT INTO chaos.appends VALUES (?, ?)', [client, n]);
  };
}

/** Clients on every node, each writing through its own node only, until the signal ends them. */
export async function runWorkload(
  directory: NodeDirectory,
  ledger: Ledger,
  seed: number,
  signal: AbortSignal,
): Promise<void> {
  const client = async (node: string, next: (n: number) => { key: string; attempt: Attempt }): Promise<void> => {
    const session = new NodeSession(directory, node, ['SET SESSION innodb_lock_wait_timeout = 3'], statementTimeoutMs);
    for (let n = 1; !signal.aborted; n++) {
      const { key, attempt } = next(n);
      await sendWrite(session, ledger, key, attempt, signal);
      await pause(betweenWritesMs, signal).catch(() => undefined);
    }
    session.drop();
  };
  await Promise.all(
    directory.nodes.flatMap((node, index) => [
      client(node, (n) => ({ key: `a:${String(index)}:${String(n)}`, attempt: appendBy(index, n) })),
      ...Array.from({ length: transferClientsPerNode }, (_, which) => {
        const teller = index * transferClientsPerNode + which;
        const random = new Random(seed * 1000 + teller);
        return client(node, (n) => {
          const id = `${String(teller)}-${String(n)}`;
          return { key: `t:${id}`, attempt: transferBy(random, id) };
        });
      }),
    ]),
  );
}
