import type { Random } from './random';
import { type DdlOperation, type Effect, newObject, type SchemaObject } from './schemaLedger';

const fewest = { table: 2, sequence: 1 } as const;
const most = { table: 4, sequence: 2 } as const;
const nobody = { key: '', node: '', sentAt: 0, answeredAt: 0 };

/** Gives names that no other statement of the run uses. */
export type Fresh = () => number;

interface Choice {
  readonly weight: number;
  readonly make: () => DdlOperation;
}

interface Part {
  readonly kind: string;
  readonly sql: string;
  readonly effect: Effect;
  readonly mustFail?: readonly number[];
}

/** A column's line in SHOW CREATE TABLE, to its end, so that c1 isn't found in c12. */
function columnPart(column: string): string {
  return `\`${column}\` varchar(20)`;
}

function indexPart(index: string): string {
  return `KEY \`${index}\` (`;
}

/** Names of what an object surely has: nothing that may come or go late is touched. */
function surely(object: SchemaObject, prefix: string): string[] {
  return [...object.parts]
    .filter(([, { certainty }]) => certainty === 'there')
    .flatMap(([part]) => new RegExp(`\`(${prefix}\\d+)\``).exec(part)?.[1] ?? []);
}

function operation(object: SchemaObject, { kind, sql, effect, mustFail = [] }: Part): DdlOperation {
  return { kind, sql, object, effect, mustFail, independent: object.bulk };
}

/** Changes of a table's form, by every algorithm there is; all of them independent of each other. */
function alterations(object: SchemaObject, random: Random, fresh: Fresh): Choice[] {
  const table = `chaos.${object.names[0] ?? ''}`;
  const number = String(fresh());
  // By copy is what a kill has to hit.
  const algorithm = random.pick(object.bulk ? ['COPY', 'COPY', 'COPY', 'INPLACE'] : ['COPY', 'INPLACE', 'INSTANT']);
  const indexAlgorithm = random.pick(['COPY', 'INPLACE', 'NOCOPY']);
  const make = (part: Part) => () => operation(object, part);
  const said = algorithm.toLowerCase();
  const choices: Choice[] = [
    {
      weight: 4,
      make: make({
        kind: `add column ${said}`,
        sql: `ALTER TABLE ${table} ADD COLUMN c${number} VARCHAR(20) NOT NULL DEFAULT 'c${number}', ALGORITHM=${algorithm}`,
        effect: { adds: [columnPart(`c${number}`)] },
      }),
    },
    {
      weight: 1,
      make: make({
        kind: `add index ${indexAlgorithm.toLowerCase()}`,
        sql: `ALTER TABLE ${table} ADD INDEX i${number} (v), ALGORITHM=${indexAlgorithm}`,
        effect: { adds: [indexPart(`i${number}`)] },
      }),
    },
    {
      weight: 1,
      make: make({
        kind: 'create index',
        sql: `CREATE INDEX i${number} ON ${table} (v)`,
        effect: { adds: [indexPart(`i${number}`)] },
      }),
    },
    {
      weight: object.bulk ? 2 : 1,
      make: make({ kind: 'rebuild copy', sql: `ALTER TABLE ${table} FORCE, ALGORITHM=COPY`, effect: {} }),
    },
  ];
  const columns = surely(object, 'c');
  const column = columns.length === 0 ? undefined : random.pick(columns);
  if (column !== undefined) {
    const sql = `ALTER TABLE ${table} DROP COLUMN ${column}, ALGORITHM=${algorithm}`;
    const effect = { removes: [columnPart(column)] };
    choices.push({ weight: 1 + columns.length, make: make({ kind: `drop column ${said}`, sql, effect }) });
  }
  const indexes = surely(object, 'i');
  const index = indexes.length === 0 ? undefined : random.pick(indexes);
  if (index !== undefined) {
    const effect = { removes: [indexPart(index)] };
    const sql = `DROP INDEX ${index} ON ${table}`;
    choices.push({ weight: 2 * indexes.length, make: make({ kind: 'drop index', sql, effect }) });
  }
  return choices;
}

/** Statements that every node has to refuse, in the same place of the order. */
function refusals(object: SchemaObject, random: Random, fresh: Fresh): Choice {
  const table = `chaos.${object.names[0] ?? ''}`;
  const missing = `chaos.never${String(fresh())}`;
  const [sql, mustFail] = random.pick<readonly [string, readonly number[]]>([
    [`CREATE TABLE ${table} (id INT PRIMARY KEY, other INT)`, [1050]],
    [`ALTER TABLE ${table} ADD COLUMN id INT`, [1060]],
    [`ALTER TABLE ${table} MODIFY v INT, ALGORITHM=INPLACE`, [1845, 1846]],
    [`DROP TABLE ${missing}`, [1051]],
    [`CREATE SEQUENCE ${missing}`, [1235]],
  ]);
  return { weight: 1, make: () => operation(object, { kind: 'impossible', sql, effect: {}, mustFail }) };
}

function onTable(object: SchemaObject, random: Random, fresh: Fresh, mayDrop: boolean): Choice[] {
  const [name = ''] = object.names;
  const table = `chaos.${name}`;
  const number = String(fresh());
  const renamed = `${name.replace(/_.*/, '')}_r${number}`;
  const rename = random.pick([
    `RENAME TABLE ${table} TO chaos.${renamed}`,
    `ALTER TABLE ${table} RENAME TO chaos.${renamed}`,
  ]);
  const make = (part: Part) => () => operation(object, part);
  const [trigger] = [...object.triggers].find(([, { certainty }]) => certainty === 'there') ?? [];
  const created = `CREATE TRIGGER chaos.t${number} BEFORE INSERT ON ${table} FOR EACH ROW SET NEW.note = 't${number}'`;
  return [
    ...alterations(object, random, fresh),
    refusals(object, random, fresh),
    { weight: 3, make: make({ kind: 'rename table', sql: rename, effect: { name: renamed } }) },
    { weight: 1, make: make({ kind: 'truncate table', sql: `TRUNCATE TABLE ${table}`, effect: { empties: true } }) },
    trigger === undefined
      ? { weight: 2, make: make({ kind: 'create trigger', sql: created, effect: { addsTriggers: [`t${number}`] } }) }
      : {
          weight: 1,
          make: make({
            kind: 'drop trigger',
            sql: `DROP TRIGGER chaos.${trigger}`,
            effect: { removesTriggers: [trigger] },
          }),
        },
    ...(mayDrop
      ? [{ weight: 2, make: make({ kind: 'drop table', sql: `DROP TABLE ${table}`, effect: { existence: 'gone' } }) }]
      : []),
  ];
}

function creation(kind: 'table' | 'sequence', client: number, random: Random, fresh: Fresh): DdlOperation {
  const number = String(fresh());
  const name = `${kind === 'table' ? 'd' : 's'}${String(client)}x${number}`;
  const object = newObject(kind, client, name, nobody);
  const [sort, options] = random.pick([
    ['nocache', 'NOCACHE'],
    ['increment by 0', 'INCREMENT BY 0'],
  ] as const);
  const effect = { existence: 'there', ...(kind === 'sequence' ? { adds: [` ${sort}`] } : {}) } as const;
  const columns = 'id INT PRIMARY KEY, v VARCHAR(64) NOT NULL, note VARCHAR(20)';
  return kind === 'table'
    ? operation(object, { kind: 'create table', sql: `CREATE TABLE chaos.${name} (${columns})`, effect })
    : operation(object, { kind: `create sequence ${sort}`, sql: `CREATE SEQUENCE chaos.${name} ${options}`, effect });
}

/**
 * What a client does next to what is its own: statements that are legal after all that it was told, and now and then
 * one that isn't. A new object is in no ledger yet.
 *
 * @param own its objects that aren't retired
 */
export function nextOperation(
  client: number,
  own: readonly SchemaObject[],
  random: Random,
  fresh: Fresh,
): DdlOperation {
  for (const kind of ['table', 'sequence'] as const) {
    if (own.filter((object) => object.kind === kind).length < fewest[kind]) {
      return creation(kind, client, random, fresh);
    }
  }
  const object = random.pick(own);
  const alike = own.filter(({ kind }) => kind === object.kind).length;
  const more = { weight: alike < most[object.kind] ? 1 : 0, make: () => creation(object.kind, client, random, fresh) };
  const [name = ''] = object.names;
  const dropped = { kind: 'drop sequence', sql: `DROP SEQUENCE chaos.${name}`, effect: { existence: 'gone' } } as const;
  const choices =
    object.kind === 'sequence'
      ? [more, { weight: alike > fewest.sequence ? 1 : 0, make: () => operation(object, dropped) }].filter(
          ({ weight }) => weight > 0,
        )
      : [more, ...onTable(object, random, fresh, alike > fewest.table)];
  return random.pickWeighted(choices).make();
}

/** What the bulk client does next: only what leaves the table where it is. */
export function nextBulkOperation(bulk: SchemaObject, random: Random, fresh: Fresh): DdlOperation {
  return random.pickWeighted(alterations(bulk, random, fresh)).make();
}
