import { fillPadded, paddedTable } from './bank';

/** A change of the schema in the middle of a transfer. */
export interface SchemaChange {
  /** As in "ALTER of a table that is being sent". */
  readonly what: string;
  /** Whether it has to be a table whose rows are read at that moment. */
  readonly ofSent: boolean;
  /**
   * Statements before the transfer, in it, and after everything has been compared, which make the next one begin as
   * this one did.
   *
   * @param table one with accounts
   * @param number another one with each transfer of a run
   */
  readonly statements: (
    table: string,
    number: number,
  ) => { readonly before?: readonly string[]; readonly during: readonly string[]; readonly after?: readonly string[] };
}

const add = (table: string): string => `ALTER TABLE bank.${table} ADD COLUMN extra INT NOT NULL DEFAULT 7`;
const drop = (table: string): string => `ALTER TABLE bank.${table} DROP COLUMN extra`;

export const schemaChanges: readonly SchemaChange[] = [
  {
    what: 'ALTER of a table that is being sent',
    ofSent: true,
    statements: (table) => ({ during: [`${add(table)} FIRST, ALGORITHM=COPY`], after: [drop(table)] }),
  },
  {
    what: 'swap of two names',
    ofSent: false,
    statements: () => ({
      during: ['RENAME TABLE bank.twin_one TO bank.twin, bank.twin_two TO bank.twin_one, bank.twin TO bank.twin_two'],
    }),
  },
  {
    what: 'TRUNCATE and refill',
    ofSent: false,
    statements: (_, number) => ({
      during: ['TRUNCATE TABLE bank.side', 'USE bank', fillPadded('side', `'refill ${number}'`)],
    }),
  },
  {
    what: 'ADD COLUMN',
    ofSent: false,
    statements: (table) => ({ during: [add(table)], after: [drop(table)] }),
  },
  {
    what: 'DROP COLUMN',
    ofSent: false,
    statements: (table) => ({ before: [add(table)], during: [drop(table)] }),
  },
  {
    what: 'CREATE TABLE',
    ofSent: false,
    statements: (_, number) => ({
      during: ['USE bank', ...paddedTable(`made_${number}`, `'made'`)],
      after: [`DROP TABLE bank.made_${number}`],
    }),
  },
  {
    what: 'DROP TABLE',
    ofSent: false,
    statements: (_, number) => ({
      before: ['USE bank', ...paddedTable(`made_${number}`, `'made'`)],
      during: [`DROP TABLE bank.made_${number}`],
    }),
  },
];
