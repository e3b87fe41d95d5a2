/** One thing that a server holds, said exactly. */
export interface Item {
  /** "table", "trigger", "row of mysql.proc" … */
  readonly kind: string;
  readonly database: string;
  readonly name: string;
  /** What of it: "SHOW CREATE", "rows" … */
  readonly aspect: string;
  /** Of rows: each one, in an order of their own, since a table without a key has none. */
  readonly value: string | readonly string[];
  /** The value is what the server says against showing it. */
  readonly error?: boolean;
  /** Of rows: name and type of each column. */
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
}

export type Content = ReadonlyMap<string, Item>;

export interface ContentCount {
  tables: number;
  rows: number;
  cells: number;
}

export const itemKey = ({
  kind,
  database,
  name,
  aspect,
}: Pick<Item, 'kind' | 'database' | 'name' | 'aspect'>): string => JSON.stringify([kind, database, name, aspect]);

/** What the server finds when it looks through a table. */
export const checkAspect = 'CHECK TABLE';
