import { quoteName } from './names';
import type { Table } from './schema';
import type { Placed } from './tableColumns';

/** Rows as a lenient session takes them, and for tables with versions some changes at times of their own. */
export function renderRows(
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
