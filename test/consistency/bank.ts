import type { NodeDirectory } from '../chaos/nodeDirectory';
import { NodeSession } from '../chaos/nodeSession';

export const initialBalance = 1_000;
const statementTimeoutMs = 120_000;

/** Values of 2.5 kB: of them a table has several megabytes, whose rows go by LOAD DATA. */
const filler = (seed: string): string => `REPEAT(SHA2(${seed}, 512), 20)`;

/**
 * A table of accounts, and of receipts, at places further on. Each account has a number of its own in the bank, by
 * which it is known whatever its table is called.
 */
interface AccountTable {
  readonly name: string;
  readonly columns: string;
  readonly primaryKey: string;
  /** SQL for the values of the key's columns at a place, which is SQL too. */
  readonly keyAt: (place: string) => readonly string[];
  /** How many accounts it begins with, from place 0 on. */
  readonly accounts: number;
}

/** Places of accounts are below it in each table. */
const mostAccounts = 10_000;
/** More than one client gives receipts for in a run. */
const receiptsEach = 1_000_000;
const fewAccounts = 2_000;

/** The number of an account, by its table's place among the others and its own in it. */
export const accountNumber = (table: number, place: number): number => table * mostAccounts + place;

/** Where a client leaves its receipt: a place that no other row has. */
export const receiptPlace = (client: number, receipt: number): number => mostAccounts + client * receiptsEach + receipt;

/** Twins can change their names: they have the same columns and keys. */
const twin = (name: string): AccountTable => ({
  name,
  columns: 'id BIGINT UNSIGNED NOT NULL',
  primaryKey: 'id',
  keyAt: (place) => [`18446744073709551615 - ${place}`],
  accounts: fewAccounts,
});

/** Multiplied by one prime, modulo another that is larger than any place of ten clients: no order, and none twice. */
const scattered = (place: string): string => `(${place} * 7919 % 10010101)`;

export const accountTables: readonly AccountTable[] = [
  {
    name: 'by_number',
    columns: 'id INT NOT NULL',
    primaryKey: 'id',
    keyAt: (place) => [`CAST(${place} AS SIGNED) * 7 - 7000`],
    // More than 16 MB: with many streams it goes in ranges.
    accounts: 7_000,
  },
  {
    name: 'by_text',
    columns: 'holder VARCHAR(40) NOT NULL',
    primaryKey: 'holder',
    keyAt: (place) => [`CONCAT('holder ', ${scattered(place)})`],
    accounts: fewAccounts,
  },
  {
    name: 'by_pair',
    columns: 'branch SMALLINT NOT NULL, place INT NOT NULL',
    primaryKey: 'branch, place',
    keyAt: (place) => [`${place} % 13`, `${place} DIV 13`],
    accounts: fewAccounts,
  },
  {
    name: 'by_uuid',
    columns: 'id UUID NOT NULL',
    primaryKey: 'id',
    keyAt: (place) => [`CONCAT(LPAD(HEX${scattered(place)}, 8, '0'), '-0000-4000-8000-000000000000')`],
    accounts: fewAccounts,
  },
  twin('twin_one'),
  twin('twin_two'),
];

/** What finds the row at a place, as SQL. */
export function rowAt({ primaryKey, keyAt }: AccountTable, place: number): string {
  const columns = primaryKey.split(', ');
  return keyAt(String(place))
    .map((value, index) => `${columns[index] ?? ''} = ${value}`)
    .join(' AND ');
}

const padded = 'id INT PRIMARY KEY, pad TEXT NOT NULL';

/** A table beside the accounts, with rows of its own, as statements. */
export function paddedTable(name: string, seed: string): string[] {
  return [`CREATE TABLE bank.${name} (${padded})`, fillPadded(name, seed)];
}

/** @param seed SQL that makes the rows other ones */
export function fillPadded(name: string, seed: string): string {
  return `INSERT INTO bank.${name} SELECT seq, ${filler(`CONCAT(${seed}, seq)`)} FROM seq_1_to_1500`;
}

/**
 * Makes the bank: the accounts, a table beside them, and the ledger, which has a row for each transfer of money. Its
 * key has the attempt in it: nothing else keeps a transfer from being there twice.
 */
export async function createBank(directory: NodeDirectory): Promise<void> {
  const session = new NodeSession(directory, directory.nodes[0] ?? '', [], statementTimeoutMs);
  const statements = [
    'CREATE DATABASE bank',
    'USE bank',
    `CREATE TABLE bank.ledger (id VARCHAR(24), attempt TINYINT UNSIGNED, source INT NOT NULL, target INT NOT NULL,
      amount INT NOT NULL, PRIMARY KEY (id, attempt), KEY (source), KEY (target))`,
    ...paddedTable('side', "'first'"),
    ...accountTables.flatMap((table, index) => [
      `CREATE TABLE bank.${table.name} (${table.columns}, account INT, balance INT NOT NULL, pad TEXT NOT NULL,
        PRIMARY KEY (${table.primaryKey}), UNIQUE KEY (account), KEY (balance))`,
      `INSERT INTO bank.${table.name} SELECT ${table.keyAt('seq').join(', ')}, ${accountNumber(index, 0)} + seq, ${initialBalance},
        ${filler('seq')} FROM seq_0_to_${table.accounts - 1}`,
    ]),
  ];
  try {
    for (const statement of statements) {
      await session.execute(statement);
    }
  } finally {
    session.drop();
  }
}
