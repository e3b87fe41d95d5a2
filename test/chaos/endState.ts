import type { RowDataPacket } from 'mysql2/promise';
import type { Holdings } from './ledger';
import type { NodeDirectory } from './nodeDirectory';
import { NodeSession } from './nodeSession';
import { readSchemaState, type SchemaState, tableSum } from './schemaState';
import { accountCount, initialBalance, tables } from './workload';

/** What a node holds after all is healed. */
export interface EndState extends Holdings {
  readonly total: number;
  /** Accounts whose balance isn't what the recorded transfers add up to. */
  readonly unbalanced: readonly string[];
  /** Table, rows and sum, to compare between nodes. */
  readonly contents: string;
}

/** What a node holds, the schema and what was written through it beside the rest. */
export interface WholeState extends EndState {
  readonly schema: SchemaState;
}

type Row = RowDataPacket & Record<string, string | number>;

/** Reads a node through its published port, seeing all that was committed anywhere before. */
export async function readEndState(directory: NodeDirectory, node: string): Promise<WholeState> {
  const session = new NodeSession(directory, node, ['SET SESSION wsrep_sync_wait = 1'], 180_000);
  try {
    const accounts = await session.rows<Row>('SELECT id, balance FROM chaos.accounts');
    const transfers = await session.rows<Row>('SELECT id, source, target, amount FROM chaos.transfers');
    const appends = await session.rows<Row>('SELECT client, n FROM chaos.appends');
    const balances = new Map(Array.from({ length: accountCount }, (_, id) => [id, initialBalance]));
    const add = (id: unknown, amount: number): void =>
      void balances.set(Number(id), (balances.get(Number(id)) ?? 0) + amount);
    for (const { source, target, amount } of transfers) {
      add(source, -Number(amount));
      add(target, Number(amount));
    }
    const contents = [];
    for (const table of tables) {
      contents.push(`${table}: ${await tableSum(session, table)}`);
    }
    return {
      node,
      keys: new Set([
        ...transfers.map(({ id }) => `t:${String(id)}`),
        ...appends.map(({ client, n }) => `a:${String(client)}:${String(n)}`),
      ]),
      total: accounts.reduce((sum, { balance }) => sum + Number(balance), 0),
      unbalanced: accounts.flatMap(({ id, balance }) =>
        balances.get(Number(id)) === Number(balance)
          ? []
          : [`account ${String(id)} has ${String(balance)}, its transfers make ${String(balances.get(Number(id)))}`],
      ),
      contents: contents.join('; '),
      schema: await readSchemaState(session),
    };
  } finally {
    session.drop();
  }
}
