import type { RowDataPacket } from 'mysql2/promise';
import { openConnection } from '../../src/cluster/sql/openConnection';
import type { EndState } from '../chaos/endState';
import type { Ledger } from '../chaos/ledger';
import type { NodeDirectory } from '../chaos/nodeDirectory';
import { NodeSession } from '../chaos/nodeSession';
import { PrimaryWatch } from '../chaos/primaryWatch';
import { judge } from '../chaos/verdict';
import { compareContent } from '../fidelity/compareContent';
import { readContent } from '../fidelity/content';
import type { Content } from '../fidelity/items';
import { accountNumber, accountTables, initialBalance } from './bank';

const timeoutMs = 180_000;
const examples = 5;
const accounts = accountTables.flatMap((table, index) =>
  Array.from({ length: table.accounts }, (_, place) => accountNumber(index, place)),
);

/** What a node holds while nobody writes. */
export interface BankState extends EndState {
  /** Transfers that are there more than once. */
  readonly twice: readonly string[];
  /** Every definition and row, to compare with another node's. */
  readonly content: Content;
}

/** A row of the ledger. */
export interface Entry {
  readonly id: string;
  readonly source: number;
  readonly target: number;
  readonly amount: number;
}

/** Holds balances against the ledger. @param balances by account */
export function reckon(
  balances: ReadonlyMap<number, number>,
  ledger: readonly Entry[],
): Pick<BankState, 'keys' | 'total' | 'unbalanced' | 'twice'> {
  const expected = new Map(accounts.map((account) => [account, initialBalance]));
  const keys = new Set<string>();
  const twice: string[] = [];
  const add = (account: number, amount: number): void =>
    void expected.set(account, (expected.get(account) ?? 0) + amount);
  for (const { id, source, target, amount } of ledger) {
    const key = `t:${id}`;
    if (keys.has(key)) {
      twice.push(key);
    }
    keys.add(key);
    add(source, -amount);
    add(target, amount);
  }
  return {
    keys,
    total: [...balances.values()].reduce((sum, balance) => sum + balance, 0),
    unbalanced: [...new Set([...expected.keys(), ...balances.keys()])].flatMap((account) =>
      balances.get(account) === expected.get(account)
        ? []
        : [`account ${account} has ${balances.get(account)}, its transfers make ${expected.get(account)}`],
    ),
    twice,
  };
}

/** Reads all that a node holds, as it is: it has to have everything already, and nobody may write. */
export async function readBankState(directory: NodeDirectory, node: string): Promise<BankState> {
  const session = new NodeSession(directory, node, ['SET SESSION wsrep_sync_wait = 0'], timeoutMs);
  const connection = await openConnection(directory.sqlAddress(node), timeoutMs);
  try {
    const balances = new Map<number, number>();
    for (const { name } of accountTables) {
      const rows = await session.rows<RowDataPacket & { account: number; balance: number }>(
        `SELECT account, balance FROM bank.${name} WHERE account IS NOT NULL`,
      );
      rows.forEach(({ account, balance }) => balances.set(account, balance));
    }
    const entries = await session.rows<RowDataPacket & Entry>('SELECT id, source, target, amount FROM bank.ledger');
    const content = await readContent([connection]);
    return { node, ...reckon(balances, entries), contents: `${entries.length} transfers`, content };
  } finally {
    session.drop();
    await connection.end();
  }
}

/** What is wrong with what the nodes hold, in sentences; the first node's content is what the others have to have. */
export function judgeBank(ledger: Ledger, states: readonly BankState[]): string[] {
  const [first, ...others] = states;
  const expectedTotal = accounts.length * initialBalance;
  const { failures } = judge({ ledger, watch: new PrimaryWatch(), lives: [], states, expectedTotal });
  const few = (lines: readonly string[]): string =>
    `${lines.slice(0, examples).join('; ')}${lines.length > examples ? `; and ${lines.length - examples} more` : ''}`;
  return [
    ...failures,
    ...states.flatMap(({ node, twice }) => (twice.length === 0 ? [] : [`${node} has transfers twice: ${few(twice)}`])),
    ...others.flatMap(({ node, content }) => {
      const differences = compareContent(first?.content ?? new Map(), content).map(
        ({ name, aspect, donor, joiner }) =>
          `${aspect} of ${name}: ${first?.node ?? ''} has ${donor}, ${node} has ${joiner}`,
      );
      return differences.length === 0 ? [] : [`${node} differs: ${few(differences)}`];
    }),
  ];
}
