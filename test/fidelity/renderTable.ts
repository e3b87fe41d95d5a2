import { Names, quoteComment, quoteName } from './names';
import type { Column, GeneratedColumn, Key, Table } from './schema';

/** How a table is made and filled. */
export interface RenderedTable {
  readonly name: string;
  /** The statement that makes it. */
  readonly create: string;
  /** Statements that fill it, which may be refused. */
  readonly fill: readonly string[];
  readonly kinds: readonly string[];
}

const innodbOptions = [
  '',
  '',
  '',
  'ROW_FORMAT = REDUNDANT',
  'ROW_FORMAT = COMPACT',
  'ROW_FORMAT = DYNAMIC',
  'ROW_FORMAT = COMPRESSED',
  'ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 8',
  'KEY_BLOCK_SIZE = 16',
  'PAGE_COMPRESSED = 1',
  'PAGE_COMPRESSED = 1 PAGE_COMPRESSION_LEVEL = 9',
  'ENCRYPTED = NO',
  'STATS_PERSISTENT = 0',
  'STATS_AUTO_RECALC = 0 STATS_SAMPLE_PAGES = 3',
  'CHECKSUM = 1',
  'MAX_ROWS = 100 MIN_ROWS = 1 AVG_ROW_LENGTH = 50',
  'PACK_KEYS = 1',
];
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  InnoDB: innodbOptions,
  Aria: [
    '',
    'TRANSACTIONAL = 0',
    'TRANSACTIONAL = 1',
    'TRANSACTIONAL = 0 ROW_FORMAT = DYNAMIC',
    'TRANSACTIONAL = 0 ROW_FORMAT = FIXED',
    'PAGE_CHECKSUM = 1',
  ],
  MyISAM: [
    '',
    'ROW_FORMAT = FIXED',
    'ROW_FORMAT = DYNAMIC',
    'CHECKSUM = 1',
    'DELAY_KEY_WRITE = 1',
    'PACK_KEYS = 1 MAX_ROWS = 1000',
  ],
};

const isLong = (column: Column): boolean => ['longText', 'longBinary', 'geometry', 'vector'].includes(column.family);

/** What an engine can hold of the columns; never none. */
function fittingColumns({ engine, columns, partition, versioning }: Table): readonly Column[] {
  const fits = columns.filter(
    (column) =>
      !(engine === 'MEMORY' && isLong(column)) &&
      !(engine === 'CSV' && ['geometry', 'vector'].includes(column.family)) &&
      !(partition > 0 && ['geometry', 'vector'].includes(column.family)) &&
      !(versioning !== 'none' && column.family === 'vector'),
  );
  const [first] = columns;
  return fits.length > 0 || first === undefined
    ? fits
    : [
        {
          ...first,
          kind: 'INT',
          family: 'number',
          type: 'INT',
          byDefault: undefined,
          compressed: false,
          values: ['1', '2'],
        },
      ];
}

const canCompress = ({ family, type }: Column): boolean =>
  (['longText', 'longBinary'].includes(family) && type !== 'JSON') ||
  /^VAR(CHAR|BINARY)\((20|60|300|2000|3000)\)/.test(type);

/** COMPRESSED comes behind the type's length and before its character set. */
function columnType(column: Column, compressed: boolean): string {
  return compressed ? column.type.replace(/( CHARACTER SET .*)?$/, ' COMPRESSED$1') : column.type;
}

function defaultOf({ byDefault, type }: Column): string {
  if (byDefault === undefined || (/\(0\)$/.test(type) && byDefault !== "''")) {
    return '';
  }
  const digits = /\((\d)\)/.exec(type)?.[1];
  // A default has the fraction of its column.
  return ` DEFAULT ${byDefault.replaceAll('CURRENT_TIMESTAMP', digits === undefined || byDefault.startsWith('(') ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${digits})`).replace('CURRENT_TIMESTAMP(6)(', 'CURRENT_TIMESTAMP(')}`;
}

const generators = [
  (of: string): string => `LEFT(HEX(${of}), 20)`,
  (of: string): string => `${of} IS NULL`,
  (of: string): string => `OCTET_LENGTH(${of})`,
  (of: string): string => `COALESCE(MD5(${of}), '')`,
  (of: string): string => `CRC32(${of})`,
  (of: string): string => `CONCAT(HEX(${of}), '\t')`,
];

interface Placed {
  readonly column: Column | undefined;
  readonly name: string;
  readonly notNull: boolean;
}

/** A key's part, or undefined where a key of that kind can't have that column. */
function keyPart(
  key: Key,
  { column }: Placed,
  name: string,
  part: Key['parts'][number],
  engine: string,
): string | undefined {
  const order = part.descending && (engine === 'InnoDB' || engine === 'MyISAM') ? ' DESC' : '';
  if (column === undefined) {
    return key.kind === 'plain' || key.kind === 'unique' || key.kind === 'primary'
      ? `${quoteName(name)}${order}`
      : undefined;
  }
  const { family, type } = column;
  switch (key.kind) {
    case 'fulltext':
      return (family === 'text' || family === 'longText') && !/ucs2|utf16|utf32|binary$/.test(type) && type !== 'JSON'
        ? quoteName(name)
        : undefined;
    case 'spatial':
      return family === 'geometry' ? quoteName(name) : undefined;
    case 'vector':
      return family === 'vector' ? quoteName(name) : undefined;
    default:
  }
  if (family === 'geometry' || family === 'vector' || /\(0\)/.test(type)) {
    return undefined;
  }
  const length = Number(/^[A-Z]+\((\d+)\)/.exec(type)?.[1] ?? '0');
  if (isLong(column) && !(key.kind === 'unique' && part.prefix === 0)) {
    return `${quoteName(name)}(${part.prefix || 10})${order}`;
  }
  if (
    (family === 'text' || family === 'binary') &&
    (length > 60 || (part.prefix > 0 && part.prefix < length)) &&
    !(key.kind === 'unique' && part.prefix === 0)
  ) {
    return `${quoteName(name)}(${Math.min(length, part.prefix || 10)})${order}`;
  }
  return `${quoteName(name)}${order}`;
}

const partitionings = [
  '',
  'BY HASH (`p`) PARTITIONS 3',
  'BY LINEAR HASH (`p`) PARTITIONS 4',
  'BY KEY (`p`) PARTITIONS 3',
  'BY LINEAR KEY (`p`) PARTITIONS 2',
  'BY RANGE (`p`) (PARTITION `p``0` VALUES LESS THAN (3), PARTITION `P1` VALUES LESS THAN (6), PARTITION `max` VALUES LESS THAN MAXVALUE)',
  'BY LIST (`p`) (PARTITION a VALUES IN (0, 1, 2, NULL), PARTITION b VALUES IN (3, 4), PARTITION `é` DEFAULT)',
  'BY RANGE COLUMNS (`p`) (PARTITION p0 VALUES LESS THAN (4), PARTITION p1 VALUES LESS THAN (MAXVALUE))',
  'BY LIST COLUMNS (`p`) (PARTITION p0 VALUES IN (0, 1, 2, 3), PARTITION p1 DEFAULT)',
  'BY RANGE (`p`) SUBPARTITION BY HASH (`p`) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (4), PARTITION p1 VALUES LESS THAN MAXVALUE)',
  "BY RANGE (`p`) SUBPARTITION BY KEY (`p`) (PARTITION p0 VALUES LESS THAN (4) (SUBPARTITION `s 0` COMMENT = 'x', SUBPARTITION s1), PARTITION p1 VALUES LESS THAN MAXVALUE (SUBPARTITION s2, SUBPARTITION s3))",
  'BY SYSTEM_TIME (PARTITION h HISTORY, PARTITION n CURRENT)',
  'BY SYSTEM_TIME INTERVAL 1 MONTH (PARTITION h HISTORY, PARTITION n CURRENT)',
];

/** Makes a table's statements; what can't be in such a table is left out, so that servers refuse few. */
export function renderTable(table: Table, database: string, named: string, sqlMode: string): RenderedTable {
  const { engine } = table;
  const target = `${quoteName(database)}.${quoteName(named)}`;
  if (engine === 'MRG_MyISAM') {
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
  const isCsv = engine === 'CSV';
  const plain = isCsv || engine === 'BLACKHOLE' || engine === 'MEMORY';
  const systemTime = table.partition >= 11;
  const partition =
    plain ||
    (systemTime && table.versioning !== 'hidden') ||
    (table.versioning !== 'none' && !systemTime && table.versioning === 'transactions')
      ? 0
      : table.partition;
  const versioning =
    isCsv || engine === 'BLACKHOLE' || (table.versioning === 'transactions' && engine !== 'InnoDB')
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
        engine,
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
  const options = optionsOf[engine] ?? [''];
  const option = hasP && engine !== 'InnoDB' ? '' : (options[table.options % options.length] ?? '');
  const needsDynamic = columns.some(isLong) && /FIXED/.test(option);
  const create = [
    `CREATE TABLE ${target} (${lines.join(', ')}) ENGINE = ${engine}`,
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

function renderGenerated(
  each: GeneratedColumn,
  placed: readonly Placed[],
  names: Names,
  plainOnly: boolean,
): { name: string; line: string; indexed: boolean }[] {
  const base = placed[each.of % placed.length];
  // What a TIMESTAMP looks like depends on the session, and what is hidden from other columns can't be used.
  if (
    base?.column === undefined ||
    ['TIMESTAMP'].includes(base.column.kind) ||
    ['vector', 'geometry'].includes(base.column.family) ||
    base.column.byDefault?.includes('(') === true
  ) {
    return [];
  }
  const make = generators[each.how % generators.length];
  const name = names.take(each.name);
  const isNumber = [1, 2, 4].includes(each.how % generators.length);
  const type = isNumber
    ? 'BIGINT'
    : each.how % generators.length === 5
      ? 'LONGTEXT CHARACTER SET utf8mb4'
      : 'VARCHAR(40) CHARACTER SET utf8mb4';
  const line = `${quoteName(name)} ${type} GENERATED ALWAYS AS (${make?.(quoteName(base.name)) ?? '1'}) ${each.stored ? 'STORED' : 'VIRTUAL'}`;
  return [{ name, line, indexed: each.indexed && !plainOnly && type !== 'LONGTEXT CHARACTER SET utf8mb4' }];
}

interface KeySurroundings {
  readonly engine: string;
  readonly counter: boolean;
  readonly hasP: boolean;
  readonly period: Table['period'];
  readonly versioned: boolean;
}

function renderKeys(
  table: Table,
  placed: readonly Placed[],
  { engine, counter, hasP, period, versioned }: KeySurroundings,
): string[] {
  const names = new Names(false);
  names.take('PRIMARY');
  const lines: string[] = [];
  let hasPrimary = false;
  let vectors = 0;
  const counterKey = counter && !table.keys.some(({ kind }) => kind === 'primary');
  if (counterKey) {
    lines.push(`PRIMARY KEY (\`counter\`${hasP ? ', `p`' : ''})`);
    hasPrimary = true;
  } else if (counter) {
    lines.push(`KEY \`counter\` (\`counter\`)`);
    names.take('counter');
  }
  for (const key of table.keys) {
    const seen = new Set<number>();
    const parts = key.parts.flatMap((part) => {
      const index = part.of % placed.length;
      const place = placed[index];
      if (place === undefined || seen.has(index)) {
        return [];
      }
      seen.add(index);
      const text = keyPart(key, place, place.name, part, engine);
      return text === undefined ? [] : [text];
    });
    const [first] = parts;
    const text = key.kind === 'spatial' || key.kind === 'vector' ? (first ?? '') : parts.join(', ');
    if (
      text === '' ||
      (engine === 'MEMORY' && key.kind !== 'plain' && key.kind !== 'unique' && key.kind !== 'primary')
    ) {
      continue;
    }
    const ending = hasP ? ', `p`' : '';
    const ignored = key.ignored ? ' IGNORED' : '';
    const name = (): string => quoteName(names.take(key.name === 'PRIMARY' ? 'PRIMARY_' : key.name));
    switch (key.kind) {
      case 'primary':
        if (!hasPrimary) {
          lines.push(`PRIMARY KEY (${text}${ending})`);
          hasPrimary = true;
        }
        break;
      case 'unique': {
        const long =
          parts.length > 0 &&
          !/\(\d+\)/.test(text) &&
          key.parts.some(({ of }) => {
            const column = placed[of % placed.length]?.column;
            return column !== undefined && isLong(column);
          });
        if (!(long && (hasP || versioned || key.parts.some(({ descending }) => descending)))) {
          lines.push(`UNIQUE ${name()} (${text}${ending})`);
        }
        break;
      }
      case 'plain':
        lines.push(`KEY ${name()} (${text})${ignored}`);
        break;
      case 'fulltext':
        if (!hasP && ['InnoDB', 'MyISAM', 'Aria'].includes(engine)) {
          lines.push(`FULLTEXT ${name()} (${first ?? ''})`);
        }
        break;
      case 'spatial':
        if (!hasP && ['InnoDB', 'MyISAM', 'Aria'].includes(engine)) {
          lines.push(`SPATIAL ${name()} (${text})`);
        }
        break;
      case 'vector':
        if (!hasP && !versioned && vectors === 0 && ['InnoDB', 'MyISAM', 'Aria'].includes(engine)) {
          lines.push(`VECTOR ${name()} (${text})`);
          vectors += 1;
        }
        break;
    }
  }
  if (period === 'withoutOverlaps' && !hasP && counter) {
    lines.push('UNIQUE `apart` (`counter`, `app` WITHOUT OVERLAPS)');
  }
  return lines;
}

/** Rows as a lenient session takes them, and for tables with versions some changes at times of their own. */
function renderRows(
  table: Table,
  target: string,
  inserted: readonly { readonly name: string; readonly value: (row: number) => string }[],
  versioned: boolean,
  placed: readonly Placed[],
): string[] {
  if (table.rows === 0 || inserted.length === 0) {
    return [];
  }
  const head = `INSERT IGNORE INTO ${target} (${inserted.map(({ name }) => quoteName(name)).join(', ')}) VALUES `;
  const rows = Array.from(
    { length: table.rows },
    (_, row) => `(${inserted.map(({ value }) => value(row)).join(', ')})`,
  );
  const inserts = Array.from(
    { length: Math.ceil(rows.length / 50) },
    (_, index) => head + rows.slice(index * 50, index * 50 + 50).join(', '),
  );
  if (!versioned) {
    return inserts;
  }
  const [changed] = placed;
  const again = changed === undefined ? '1' : (changed.column?.values.at(-1) ?? 'NULL');
  return [
    'SET @@timestamp = 1700000000.25',
    ...inserts,
    ...(changed === undefined
      ? []
      : [
          'SET @@timestamp = 1700000100.5',
          `UPDATE IGNORE ${target} SET ${quoteName(changed.name)} = ${again} LIMIT 3`,
        ]),
    'SET @@timestamp = 1700000200.000001',
    `DELETE FROM ${target} LIMIT 2`,
    'SET @@timestamp = DEFAULT',
  ];
}
