import type { Column, Schema, Table } from './schema';

type Path = readonly (string | number)[];

/** One step towards a smaller schema: what becomes of something in it, or that it goes. */
interface Step {
  readonly path: Path;
  readonly to: { readonly value: unknown } | 'gone';
}

/** Steps that are taken together. */
type Edit = readonly Step[];

const set = (path: Path, value: unknown): Step => ({ path, to: { value } });
const gone = (path: Path): Step => ({ path, to: 'gone' });

/** Steps that change a thing where it isn't yet as plain as it can be. */
function plainer<T extends object>(path: Path, thing: T, plain: Partial<T>): Edit[] {
  return Object.entries(plain).flatMap(([key, value]) =>
    JSON.stringify(thing[key as keyof T]) === JSON.stringify(value) ? [] : [[set([...path, key], value)]],
  );
}

const lists = ['tables', 'programs', 'views', 'sequences', 'links'] as const;

/** Everything that makes a schema a little smaller or plainer, the greatest steps first. */
function editsOf(schema: Schema): Edit[] {
  const alone =
    schema.tables.length < 2
      ? []
      : schema.tables.map((_, kept) =>
          schema.tables.flatMap((__, index) => (index === kept ? [] : [gone(['tables', index])])),
        );
  const emptied = lists
    .flatMap((list) =>
      schema[list].length === 0 || (list === 'tables' && schema.tables.length < 2)
        ? []
        : [schema[list].map((_, index) => gone([list, index]))],
    )
    .filter((edit) => edit[0]?.path[0] !== 'tables');
  const one = lists.flatMap((list) =>
    schema[list].length < 2 ? [] : schema[list].map((_, index): Edit => [gone([list, index])]),
  );
  return [
    ...alone,
    ...emptied,
    ...one,
    ...(schema.databases.length > 1 ? [[gone(['databases', 1])]] : []),
    ...plainer([], schema, { granted: false, ranged: undefined, sqlMode: '', timeZone: '+00:00', strictInnodb: true }),
    ...schema.databases.flatMap((database, index) =>
      plainer(['databases', index], database, { name: 'a', charset: 'utf8mb4', comment: '' }),
    ),
    ...schema.tables.flatMap((table, index) => tableEdits(['tables', index], table)),
    ...schema.programs.flatMap((program, index) =>
      plainer(['programs', index], program, { comment: '', sqlMode: '', name: 'a' }),
    ),
    ...schema.views.flatMap((view, index) =>
      plainer(['views', index], view, { head: '', tail: '', alias: 'a', name: 'v' }),
    ),
  ];
}

function tableEdits(path: Path, table: Table): Edit[] {
  const columns =
    table.columns.length < 2 ? [] : table.columns.map((_, index): Edit => [gone([...path, 'columns', index])]);
  const halves =
    table.columns.length < 4
      ? []
      : [0, 1].map((half): Edit =>
          table.columns.flatMap((_, index) => (index % 2 === half ? [gone([...path, 'columns', index])] : [])),
        );
  return [
    ...halves,
    ...columns,
    ...plainer(path, table, {
      keys: [],
      generated: [],
      partition: 0,
      versioning: 'none',
      period: 'none',
      check: false,
      access: 'InnoDB',
      options: 0,
      charset: 'utf8mb4',
      comment: '',
      inSecond: false,
      name: 'a',
    }),
    ...(table.counter === undefined ? [] : [[set([...path, 'counter'], undefined)]]),
    ...[0, 1, Math.floor(table.rows / 2)]
      .filter((rows, index, all) => rows < table.rows && all.indexOf(rows) === index)
      .map((rows): Edit => [set([...path, 'rows'], rows)]),
    ...table.keys.map((_, index): Edit => [gone([...path, 'keys', index])]),
    ...table.columns.flatMap((column, index) => columnEdits([...path, 'columns', index], column)),
  ];
}

function columnEdits(path: Path, column: Column): Edit[] {
  return [
    ...(column.byDefault === undefined ? [] : [[set([...path, 'byDefault'], undefined)]]),
    ...(column.values.length < 2 ? [] : column.values.map((value): Edit => [set([...path, 'values'], [value])])),
    ...plainer(path, column, { invisible: false, compressed: false, comment: '', nullable: false, name: 'c' }),
  ];
}

/** A schema with edits made: changes first, then what goes, from the end on, so that places stay what they were. */
function applyEdits(schema: Schema, edits: readonly Edit[]): Schema {
  const copy = structuredClone(schema);
  const steps = edits.flat();
  const within = (path: Path): { holder: Record<string | number, unknown>; last: string | number } | undefined => {
    let holder: unknown = copy;
    for (const part of path.slice(0, -1)) {
      holder = (holder as Record<string | number, unknown> | undefined)?.[part];
    }
    return typeof holder === 'object' && holder !== null
      ? { holder: holder as Record<string | number, unknown>, last: path.at(-1) ?? '' }
      : undefined;
  };
  for (const { path, to } of steps) {
    const at = within(path);
    if (to !== 'gone' && at !== undefined) {
      at.holder[at.last] = to.value;
    }
  }
  const leaving = new Map(steps.filter(({ to }) => to === 'gone').map(({ path }) => [JSON.stringify(path), path]));
  const deepestLast = [...leaving.values()].sort((a, b) => b.length - a.length || Number(b.at(-1)) - Number(a.at(-1)));
  for (const path of deepestLast) {
    const at = within(path);
    // A table keeps one column, and a schema one table.
    if (
      at !== undefined &&
      Array.isArray(at.holder) &&
      (at.holder.length > 1 || !['columns', 'tables', 'databases'].includes(String(path.at(-2))))
    ) {
      at.holder.splice(Number(at.last), 1);
    }
  }
  return copy;
}

export interface ShrinkLimits {
  /** Smaller schemas that are tried in one transfer. */
  readonly width: number;
  /** Transfers. */
  readonly tries: number;
}

/**
 * A smaller schema with the same fault. Each try costs a transfer, so many schemas are tried by one: each edit by
 * itself, and then those that left the fault there together.
 *
 * @param stillFail of schemas, in their order, whether each has the fault
 */
export async function shrinkSchema(
  schema: Schema,
  { width, tries }: ShrinkLimits,
  stillFail: (schemas: readonly Schema[]) => Promise<readonly boolean[]>,
): Promise<Schema> {
  let smallest = schema;
  let skipped = 0;
  for (let tried = 0; tried < tries; tried++) {
    const all = editsOf(smallest);
    const edits = all.slice(skipped, skipped + width);
    if (edits.length === 0) {
      break;
    }
    const verdicts = await stillFail(edits.map((edit) => applyEdits(smallest, [edit])));
    const good = edits.filter((_, index) => verdicts[index]);
    const [first] = good;
    if (first === undefined) {
      skipped += width;
      continue;
    }
    skipped = 0;
    const together =
      good.length < 2
        ? []
        : [good, good.slice(0, Math.ceil(good.length / 2)), good.slice(0, 2)].map((some) => applyEdits(smallest, some));
    const which = together.length === 0 ? -1 : (await stillFail(together)).indexOf(true);
    tried += together.length === 0 ? 0 : 1;
    smallest = together[which] ?? applyEdits(smallest, [first]);
  }
  return smallest;
}

/** The fewest of some values that fail together, by leaving out halves, quarters … ; at most so many tries. */
export async function fewest<T>(
  values: readonly T[],
  tries: number,
  fails: (values: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let left = values;
  let parts = 2;
  for (let tried = 0; left.length > 1;) {
    const size = Math.ceil(left.length / parts);
    let kept: readonly T[] | undefined;
    for (let at = 0; at < left.length && kept === undefined; at += size) {
      if (tried === tries) {
        return left;
      }
      tried += 1;
      const rest = [...left.slice(0, at), ...left.slice(at + size)];
      kept = rest.length > 0 && (await fails(rest)) ? rest : undefined;
    }
    if (kept === undefined && size === 1) {
      break;
    }
    parts = kept === undefined ? Math.min(left.length, parts * 2) : Math.max(2, parts - 1);
    left = kept ?? left;
  }
  return left;
}
