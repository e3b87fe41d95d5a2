import { Names, quoteComment, quoteName } from './names';
import type { Column, Table } from './schema';
import {
  canCompress,
  columnType,
  defaultOf,
  fittingColumns,
  isLong,
  type Placed,
  renderGenerated,
} from './tableColumns';
import { renderKeys } from './tableKeys';
import { optionsOf, partitionings } from './tableOptions';
import { renderRows } from './tableRows';

/** How a table is made and filled. */
export interface RenderedTable {
  readonly name: string;
  /** The statement that makes it. */
  readonly create: string;
  /** Statements that fill it, which may be refused. */
  readonly fill: readonly string[];
  readonly kinds: readonly string[];
}

/** Makes a table's statements; what can't be in such a table is left out, so that servers refuse few. */
export function renderTable(table: Table, database: string, named: string, sqlMode: string): RenderedTable {
  const { access } = table;
  const target = `${quoteName(database)}.${quoteName(named)}`;
  if (access === 'MRG_MyISAM') {
    const part = quoteName(`${[...named].slice(0, 58).join('')}_part`);
    const make = (name: string, options: string): string =>
      `CREATE TABLE ${name} (a INT, b VARCHAR(20), KEY (a)) ${options}`;
    const under = `${quoteName(database)}.${part}`;
    return {
      name: named,
      create: make(under, 'ENGINE = MyISAM'),
      kinds: ['INT', 'VARCHAR'],
      fill: [
        `INSERT INTO ${under} VALUES (1, 'a'), (1, 'a'), (NULL, NULL)`,
        make(target, `ENGINE = MRG_MyISAM UNION = (${under}) INSERT_METHOD = LAST`),
      ],
    };
  }
  const isCsv = access === 'CSV';
  const plain = isCsv || access === 'BLACKHOLE' || access === 'MEMORY';
  const systemTime = table.partition >= 11;
  const partition =
    plain ||
    (systemTime && table.versioning !== 'hidden') ||
    (table.versioning !== 'none' && !systemTime && table.versioning === 'transactions')
      ? 0
      : table.partition;
  const versioning =
    isCsv || access === 'BLACKHOLE' || (table.versioning === 'transactions' && access !== 'InnoDB')
      ? 'none'
      : table.versioning;
  const period = plain ? 'none' : table.period;
  const hasP = partition > 0;
  const counter = isCsv ? undefined : table.counter;
  const names = new Names(false);
  for (const reserved of ['p', 'counter', 'since', 'until', 'ds', 'de', 'row_start', 'row_end']) {
    names.take(reserved);
  }
  const columns = fittingColumns({ ...table, partition });
  const primary = isCsv ? undefined : table.keys.find((key) => key.kind === 'primary');
  const placed: Placed[] = columns.map((column) => ({
    column,
    name: names.take(column.name),
    notNull: isCsv || !column.nullable,
  }));
  const primaryParts = new Set(primary === undefined ? [] : primary.parts.map(({ of }) => of % placed.length));
  const mustBe = new Set(
    table.keys
      .filter(({ kind }) => kind === 'spatial' || kind === 'vector')
      .flatMap(({ parts }) => parts.map(({ of }) => of % placed.length)),
  );
  const visible = placed.findIndex(({ column }) => column?.invisible !== true);
  const lines: string[] = [];
  const inserted: { readonly name: string; readonly value: (row: number) => string }[] = [];
  if (counter !== undefined) {
    lines.push(`\`counter\` ${counter.type} NOT NULL AUTO_INCREMENT`);
    inserted.push({ name: 'counter', value: (row) => counter.values[row] ?? String(1_000 + row) });
  }
  if (hasP) {
    lines.push('`p` INT NOT NULL');
    inserted.push({ name: 'p', value: (row) => String(row % 9) });
  }
  placed.forEach((place, index) => {
    const column = place.column as Column;
    const keyed =
      table.keys.some(({ parts }) => parts.some(({ of }) => of % placed.length === index)) ||
      table.generated.length > 0;
    const compressed = column.compressed && !keyed && !plain && canCompress(column);
    const notNull =
      place.notNull || primaryParts.has(index) || (mustBe.has(index) && ['geometry', 'vector'].includes(column.family));
    const byDefault = isCsv && column.byDefault?.startsWith('(') === true ? '' : defaultOf(column);
    // A hidden column that has to be given needs a default.
    const invisible = column.invisible && visible !== -1 && index !== visible && (!notNull || byDefault !== '');
    const isStamp = column.kind === 'TIMESTAMP' && !notNull;
    lines.push(
      [
        quoteName(place.name),
        ' ',
        columnType(column, compressed),
        notNull ? ' NOT NULL' : isStamp ? ' NULL' : '',
        invisible ? ' INVISIBLE' : '',
        byDefault,
        column.comment === '' ? '' : ` COMMENT ${quoteComment(column.comment, sqlMode)}`,
      ].join(''),
    );
    const { values } = column;
    const usesNull = !notNull;
    inserted.push({
      name: place.name,
      value: (row) =>
        usesNull && row % (values.length + 1) === values.length
          ? 'NULL'
          : (values[(row + index) % values.length] ?? 'NULL'),
    });
  });
  const generated = plain
    ? []
    : table.generated.flatMap((each) => renderGenerated(each, placed, names, partition > 0 || versioning !== 'none'));
  lines.push(...generated.map(({ line }) => line));
  if (period !== 'none') {
    lines.push('`ds` DATE NOT NULL', '`de` DATE NOT NULL', 'PERIOD FOR `app` (`ds`, `de`)');
    inserted.push(
      { name: 'ds', value: (row) => `'2000-01-01' + INTERVAL ${row} DAY` },
      { name: 'de', value: (row) => `'2000-01-02' + INTERVAL ${row} DAY` },
    );
  }
  if (versioning === 'visible' || versioning === 'transactions') {
    const type = versioning === 'visible' ? 'TIMESTAMP(6)' : 'BIGINT UNSIGNED';
    lines.push(
      `\`since\` ${type} GENERATED ALWAYS AS ROW START${table.options % 2 === 0 ? ' INVISIBLE' : ''}`,
      `\`until\` ${type} GENERATED ALWAYS AS ROW END${table.options % 2 === 0 ? ' INVISIBLE' : ''}`,
      'PERIOD FOR SYSTEM_TIME (`since`, `until`)',
    );
  }
  if (!isCsv) {
    lines.push(
      ...renderKeys(table, placed, {
        access,
        counter: counter !== undefined,
        hasP,
        period,
        versioned: versioning !== 'none',
      }),
    );
    lines.push(
      ...generated.filter(({ indexed }) => indexed && !hasP && !plain).map(({ name }) => `KEY (${quoteName(name)})`),
    );
  }
  if (table.check && !isCsv) {
    const [first] = placed;
    lines.push(
      `CONSTRAINT ${quoteName(fitConstraint(table.comment))} CHECK (${quoteName(first?.name ?? 'p')} IS NULL OR 1 = 1)`,
    );
  }
  const options = optionsOf[access] ?? [''];
  const option = hasP && access !== 'InnoDB' ? '' : (options[table.options % options.length] ?? '');
  const needsDynamic = columns.some(isLong) && /FIXED/.test(option);
  const create = [
    `CREATE TABLE ${target} (${lines.join(', ')}) ENGINE = ${access}`,
    needsDynamic ? '' : option,
    counter?.next ? `AUTO_INCREMENT = ${counter.next}` : '',
    `CHARACTER SET ${table.charset}`,
    table.comment === '' ? '' : `COMMENT ${quoteComment(table.comment, sqlMode)}`,
    versioning === 'none' ? '' : 'WITH SYSTEM VERSIONING',
    hasP ? `PARTITION ${partitionings[partition] ?? ''}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
  return {
    name: named,
    create,
    kinds: columns.map(({ kind }) => kind),
    fill: renderRows(table, target, inserted, versioning !== 'none', placed),
  };
}

const fitConstraint = (comment: string): string => (comment.trim() === '' ? 'odd `check`' : comment.trim());
