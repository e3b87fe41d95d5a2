import { type Names, quoteName } from './names';
import type { Column, GeneratedColumn, Table } from './schema';

/** A column of a table and what it is called there; without the former it is one of the table's own. */
export interface Placed {
  readonly column: Column | undefined;
  readonly name: string;
  readonly notNull: boolean;
}

/** Whether a key can have but the start of it. */
export const isLong = (column: Column): boolean =>
  ['longText', 'longBinary', 'geometry', 'vector'].includes(column.family);

/** What an engine can hold of the columns; never none. */
export function fittingColumns({ access, columns, partition, versioning }: Table): readonly Column[] {
  const fits = columns.filter(
    (column) =>
      !(access === 'MEMORY' && isLong(column)) &&
      // In such a file a TIMESTAMP is as its writer's zone words it: no other zone may know it.
      !(access === 'CSV' && ['geometry', 'vector', 'stamp'].includes(column.family)) &&
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

/** Whether COMPRESSED may be said of it. */
export const canCompress = ({ family, type }: Column): boolean =>
  (['longText', 'longBinary'].includes(family) && type !== 'JSON') ||
  /^VAR(CHAR|BINARY)\((20|60|300|2000|3000)\)/.test(type);

/** COMPRESSED comes behind the type's length and before its character set. */
export function columnType(column: Column, compressed: boolean): string {
  return compressed ? column.type.replace(/( CHARACTER SET .*)?$/, ' COMPRESSED$1') : column.type;
}

/** With a space before it; empty where there is none. */
export function defaultOf({ byDefault, type }: Column): string {
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

/** A generated column's line; none where nothing can be made of the column that it is to be made from. */
export function renderGenerated(
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
