import { Names, fitName, quoteComment, quoteName } from './names';
import { renderProgram } from './renderProgram';
import { type RenderedTable, renderTable } from './renderTable';
import type { Link, Schema, Sequence, Table } from './schema';

/** A statement, and what its refusal says of the generator. */
export interface Statement {
  readonly sql: string;
  /** What it makes; a fill puts rows in. */
  readonly makes: 'database' | 'table' | 'rows' | 'other' | 'session';
}

export interface RenderedSchema {
  readonly databases: readonly string[];
  readonly statements: readonly Statement[];
  /** Statements that take back what isn't in the databases. */
  readonly cleanup: readonly string[];
  /** Of each table, by its statement: the types of its columns. */
  readonly kinds: ReadonlyMap<string, readonly string[]>;
}

/**
 * Under which rows go in: nothing is doubted, 0 is a value of a counting key, and a day may be the 31st of February.
 */
const lenient = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES';

/**
 * Databases of several schemas stand side by side, so a number goes before; those that no server lets twice are kept.
 */
function databaseName(wanted: string, number: number): string {
  return fitName(`f${number}_${wanted}`);
}

/**
 * The SQL that makes a schema under a number of its own.
 *
 * @param named names for the databases in place of the schema's: SYS can be there only once
 */
export function renderSchema(schema: Schema, number: number, named: readonly string[] = []): RenderedSchema {
  const names = new Names(true);
  const databases = schema.databases.map(({ name }, index) => names.take(named[index] ?? databaseName(name, number)));
  const inDatabase = (second: boolean): string => (second ? (databases[1] ?? databases[0]) : databases[0]) ?? '';
  const objects = new Map(databases.map((database) => [database, new Names(true)]));
  const takeName = (database: string, wanted: string): string => objects.get(database)?.take(wanted) ?? wanted;
  const statements: Statement[] = [];
  const add = (makes: Statement['makes'], ...all: string[]): void => {
    statements.push(...all.map((sql) => ({ sql, makes })));
  };
  const kinds = new Map<string, readonly string[]>();
  const cleanup: string[] = [];
  const { sqlMode } = schema;

  add(
    'session',
    `SET SESSION sql_mode = '${sqlMode}', innodb_strict_mode = ${schema.strictInnodb ? 'ON' : 'OFF'}, time_zone = '${schema.timeZone}', foreign_key_checks = ON, sql_quote_show_create = ON`,
  );
  schema.databases.forEach(({ charset, comment }, index) => {
    add(
      'database',
      `CREATE DATABASE ${quoteName(databases[index] ?? '')} CHARACTER SET ${charset}${comment === '' ? '' : ` COMMENT ${quoteComment(comment, sqlMode)}`}`,
    );
  });
  const sequences = schema.sequences.map((sequence) => ({
    sequence,
    name: `${quoteName(inDatabase(false))}.${quoteName(takeName(inDatabase(false), sequence.name))}`,
  }));
  for (const { sequence, name } of sequences) {
    add('other', ...renderSequence(sequence, name));
  }
  const sources: { database: string; name: string; shows: boolean }[] = [];
  const tables: RenderedTable[] = schema.tables.map((table) => {
    const database = inDatabase(table.inSecond);
    const rendered = renderTable(table, database, takeName(database, table.name), sqlMode);
    sources.push({ database, name: rendered.name, shows: isShown(table) });
    return rendered;
  });
  for (const { create, kinds: columnKinds } of tables) {
    add('table', create);
    kinds.set(create, columnKinds);
  }
  const usingSequences = sequences
    .filter(({ sequence }) => sequence.asDefault)
    .map(({ name }, index) => {
      const table = `${quoteName(inDatabase(true))}.${quoteName(takeName(inDatabase(true), `numbered${index}`))}`;
      return {
        create: `CREATE TABLE ${table} (id BIGINT DEFAULT NEXTVAL(${name}) PRIMARY KEY, x INT)`,
        fill: `INSERT INTO ${table} (x) VALUES (1), (2)`,
      };
    });
  add('table', ...usingSequences.map(({ create }) => create));
  add('session', `SET SESSION sql_mode = '${lenient}', innodb_strict_mode = OFF, check_constraint_checks = ON`);
  add('rows', ...tables.flatMap(({ fill }) => fill), ...usingSequences.map(({ fill }) => fill));
  for (const link of schema.links) {
    renderLink(link, inDatabase(false), (wanted) => takeName(inDatabase(false), wanted), add);
  }
  if (schema.ranged !== undefined) {
    renderRanged(
      schema.ranged,
      `${quoteName(inDatabase(false))}.${quoteName(takeName(inDatabase(false), 'ranged'))}`,
      add,
    );
  }
  for (const view of schema.views) {
    const source = sources[view.over % sources.length];
    const database = inDatabase(view.inSecond);
    const name = takeName(database, view.name);
    if (source?.shows === true) {
      add(
        'other',
        `CREATE ${view.head} VIEW ${quoteName(database)}.${quoteName(name)} AS SELECT *, 1 + 1 AS ${quoteName(fitName(`${view.alias}+`))} FROM ${quoteName(source.database)}.${quoteName(source.name)} ${view.tail}`,
      );
      sources.push({ database, name, shows: true });
    }
  }
  const programs = new Names(false);
  schema.programs.forEach((program) => {
    const table = sources[program.of % schema.tables.length];
    if (table !== undefined) {
      add('session', `SET SESSION sql_mode = '${program.kind === 'package' ? 'ORACLE' : program.sqlMode}'`);
      add(
        'other',
        ...renderProgram(
          program,
          inDatabase(false),
          programs.take(program.name),
          `${quoteName(table.database)}.${quoteName(table.name)}`,
        ),
      );
    }
  });
  if (schema.granted) {
    const role = quoteName(`role${number} ü`);
    add('session', `SET SESSION sql_mode = ''`);
    add(
      'other',
      `CREATE ROLE ${role}`,
      ...databases.map((database) => `GRANT SELECT, INSERT ON ${quoteName(database)}.* TO ${role}`),
      ...sources.map(({ database, name }) => `GRANT SELECT ON ${quoteName(database)}.${quoteName(name)} TO ${role}`),
    );
    cleanup.push(`DROP ROLE IF EXISTS ${role}`);
  }
  cleanup.unshift(...databases.map((database) => `DROP DATABASE IF EXISTS ${quoteName(database)}`));
  return { databases, statements, cleanup, kinds };
}

/**
 * Whether a view can show a table: servers cut the start of a name in a view up to what can be printed, and none of
 * them makes that view again as it was, by its own SHOW CREATE VIEW either.
 */
function isShown({ columns, generated }: Table): boolean {
  return [...columns, ...generated].every(({ name }) => /^[!-~\u0080-\uffff]/.test(name));
}

type Add = (makes: Statement['makes'], ...all: string[]) => void;

function renderSequence({ options, taken, setTo }: Sequence, name: string): string[] {
  return [
    `CREATE SEQUENCE ${name} ${options}`,
    ...(taken === 0 ? [] : [`DO ${Array.from({ length: taken }, () => `NEXTVAL(${name})`).join(', ')}`]),
    ...(setTo === undefined ? [] : [`DO SETVAL(${name}, ${setTo})`]),
  ];
}

/** Two tables of which each may refer to the other, and to rows that aren't there. */
function renderLink(
  { names, keyType, cyclic, action, orphans }: Link,
  database: string,
  takeName: (wanted: string) => string,
  add: Add,
): void {
  const [from, to] = names.map((name) => `${quoteName(database)}.${quoteName(takeName(name))}`) as [string, string];
  const values = keyType.startsWith('INET6')
    ? ["'::1'", "'::ffff:127.0.0.1'"]
    : keyType === 'UUID'
      ? ["'00000000-0000-0000-0000-000000000001'", "'3a3a6666-6666-3a31-3237-2e302e302e31'"]
      : keyType.startsWith('DATETIME')
        ? ["'2000-01-01 00:00:00.5'", "'2001-01-01'"]
        : ["'1'", "'2'"];
  const [one, other] = values;
  add(
    'table',
    `CREATE TABLE ${to} (id ${keyType} NOT NULL PRIMARY KEY, \`other\` ${keyType} NULL) ENGINE = InnoDB`,
    `CREATE TABLE ${from} (id ${keyType} NOT NULL PRIMARY KEY, \`other\` ${keyType} NULL, FOREIGN KEY (\`other\`) REFERENCES ${to} (id) ${action}) ENGINE = InnoDB`,
  );
  if (cyclic) {
    add(
      'other',
      `ALTER TABLE ${to} ADD CONSTRAINT \`ba\`\`ck\` FOREIGN KEY (\`other\`) REFERENCES ${from} (id) ${action}`,
    );
  }
  add('session', `SET SESSION foreign_key_checks = OFF`);
  add(
    'rows',
    `INSERT INTO ${to} VALUES (${one}, ${one}), (${other}, NULL)`,
    `INSERT INTO ${from} VALUES (${one}, ${other}), (${other}, ${orphans ? one : other})`,
  );
  if (orphans) {
    add('rows', `DELETE FROM ${to} WHERE id = ${one}`);
  }
  add('session', 'SET SESSION foreign_key_checks = ON');
}

/** Some 20 MB with gaps, negative keys, floats and NULLs. */
function renderRanged(keyType: string, table: string, add: Add): void {
  const key = keyType.includes('UNSIGNED')
    ? '18446744073709551615 - seq * 8000000000000'
    : 'CAST(seq AS SIGNED) * 13 - 12000';
  add(
    'table',
    `CREATE TABLE ${table} (id ${keyType} PRIMARY KEY, n VARCHAR(20), f FLOAT NOT NULL, d DOUBLE, i INET6, b LONGBLOB NOT NULL, KEY (f), KEY (n))`,
  );
  add(
    'rows',
    `INSERT INTO ${table} SELECT ${key}, NULLIF(CONCAT('n', seq % 5), 'n0'), 16777216 + seq, -seq / 3e0, CONCAT('::ffff:127.0.0.', seq % 250), REPEAT(CHAR(seq % 256, 9, 92, 10), 2200) FROM seq_1_to_2300`,
  );
}
