/** What the generator describes: plain data, so that it can be shrunk and made again under other names. */

/** What the renderer has to know of a column to use it in keys and tables of other engines. */
export type Family =
  | 'number'
  | 'real'
  | 'text'
  | 'longText'
  | 'binary'
  | 'longBinary'
  | 'time'
  | 'stamp'
  | 'address'
  | 'choice'
  | 'bits'
  | 'geometry'
  | 'vector';

export interface Column {
  /** The type's own word, as counted: "DECIMAL". */
  readonly kind: string;
  readonly family: Family;
  readonly name: string;
  /** With length, sign and character set: "VARCHAR(60) CHARACTER SET latin1". */
  readonly type: string;
  readonly nullable: boolean;
  /** A literal or an expression; undefined for none. */
  readonly byDefault: string | undefined;
  readonly invisible: boolean;
  readonly compressed: boolean;
  readonly comment: string;
  /** SQL of the values that its rows have in turn. */
  readonly values: readonly string[];
}

export interface GeneratedColumn {
  readonly name: string;
  readonly stored: boolean;
  /** Which column it is made from, counted round. */
  readonly of: number;
  readonly how: number;
  readonly indexed: boolean;
}

export type KeyKind = 'primary' | 'unique' | 'plain' | 'fulltext' | 'spatial' | 'vector';

export interface Key {
  readonly kind: KeyKind;
  readonly name: string;
  /** Columns, counted round. */
  readonly parts: readonly { readonly of: number; readonly descending: boolean; readonly prefix: number }[];
  readonly ignored: boolean;
}

type Versioning = 'none' | 'hidden' | 'visible' | 'transactions';

export interface Table {
  readonly name: string;
  readonly inSecond: boolean;
  readonly access: string;
  /** Of the engine's options, counted round. */
  readonly options: number;
  readonly charset: string;
  readonly comment: string;
  readonly columns: readonly Column[];
  readonly generated: readonly GeneratedColumn[];
  readonly keys: readonly Key[];
  /** A counting key's type, and where it stands; undefined for none. */
  readonly counter: { readonly type: string; readonly next: string; readonly values: readonly string[] } | undefined;
  readonly partition: number;
  readonly versioning: Versioning;
  readonly period: 'none' | 'plain' | 'withoutOverlaps';
  readonly check: boolean;
  readonly rows: number;
}

export interface Link {
  readonly names: readonly [string, string];
  readonly keyType: string;
  readonly cyclic: boolean;
  readonly action: string;
  readonly orphans: boolean;
}

export interface Sequence {
  readonly name: string;
  readonly options: string;
  readonly taken: number;
  readonly setTo: number | undefined;
  readonly asDefault: boolean;
}

export interface View {
  readonly name: string;
  readonly inSecond: boolean;
  /** A table or an earlier view, counted round. */
  readonly over: number;
  readonly head: string;
  readonly tail: string;
  readonly alias: string;
}

export interface Program {
  readonly kind: 'function' | 'procedure' | 'event' | 'trigger' | 'package';
  readonly name: string;
  readonly of: number;
  readonly variant: number;
  readonly sqlMode: string;
  readonly comment: string;
}

/** One schema: up to two databases and what is in them. */
export interface Schema {
  readonly databases: readonly { readonly name: string; readonly charset: string; readonly comment: string }[];
  readonly sqlMode: string;
  readonly strictInnodb: boolean;
  readonly timeZone: string;
  readonly tables: readonly Table[];
  readonly links: readonly Link[];
  readonly sequences: readonly Sequence[];
  readonly views: readonly View[];
  readonly programs: readonly Program[];
  readonly granted: boolean;
  /** A table large enough to go in ranges: its key's type; undefined for none. */
  readonly ranged: string | undefined;
}
