import { quoteName } from './names';

/** How a column's values are read so that nothing of them is lost. */
export interface CellReader {
  readonly name: string;
  readonly type: string;
  readonly sql: string;
  /** Comes as an IEEE number by the binary protocol. */
  readonly real: boolean;
  readonly rowEnd: boolean;
}

/** Beyond so many bytes a value goes as its length and SHA-256. */
const wholeBytes = 2_048;

const asBytes = (expression: string): string =>
  `IF(OCTET_LENGTH(${expression}) > ${wholeBytes}, CONCAT('sha256:', OCTET_LENGTH(${expression}), ':', SHA2(${expression}, 256)), HEX(${expression}))`;

/** The expression by type, as information_schema words it; what isn't known is read by its bytes. */
export function cellReader(name: string, type: string, rowEnd: boolean): CellReader {
  const column = quoteName(name);
  const real = type === 'float' || type === 'double';
  return { name, type, sql: expressionOf(column, type), real, rowEnd };
}

function expressionOf(column: string, type: string): string {
  switch (type) {
    case 'float':
    case 'double':
      return column;
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
    case 'bit':
      return `CAST(${column} + 0 AS CHAR)`;
    // A YEAR(2) may hold two centuries of which it shows the same.
    case 'year':
      return `CONCAT(CAST(${column} + 0 AS CHAR), ':', YEAR(${column}))`;
    case 'decimal':
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return `CAST(${column} AS CHAR)`;
    // A value that is no member, and the member '', are the same text.
    case 'enum':
    case 'set':
      return `CONCAT(CAST(${column} + 0 AS CHAR), ':', HEX(${column}))`;
    case 'uuid':
    case 'inet6':
      return `CONCAT(HEX(CAST(${column} AS BINARY(16))), ':', CAST(${column} AS CHAR))`;
    case 'inet4':
      return `CONCAT(HEX(CAST(${column} AS BINARY(4))), ':', CAST(${column} AS CHAR))`;
    default:
      return asBytes(column);
  }
}

/** The last moment that a server knows, which is a later one since 11.5: https://mariadb.com/kb/en/timestamp/ */
const forever = new Set(['2038-01-19 03:14:07.999999', '2106-02-07 06:28:15.999999']);

/** One value as a word without spaces; NULL is another than any text. */
export function readCell(value: unknown, reader: CellReader | undefined): string {
  if (value === null || value === undefined) {
    return 'NULL';
  }
  if (typeof value === 'number' && reader?.real === true) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return `${bytes.toString('hex')}=${Object.is(value, -0) ? '-0' : String(value)}`;
  }
  const text = Buffer.isBuffer(value)
    ? value.toString('latin1')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
  return reader?.rowEnd === true && forever.has(text) ? 'for-ever' : text === '' ? "''" : text.replaceAll(' ', '_');
}
