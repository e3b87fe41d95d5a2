import { checkAspect, type Content, type Item } from './items';

/** Something that a joiner doesn't hold as its donor does. */
export interface Difference {
  readonly kind: string;
  readonly database: string;
  readonly name: string;
  readonly aspect: string;
  /** What makes two differences one fault: for rows the types of the columns that differ. */
  readonly signature: string;
  readonly donor: string;
  readonly joiner: string;
}

/** Whether a table is all right, by CHECK TABLE, but for what its donor's has as well. */
function isNoWorse(ofJoiner: string, ofDonor: string): boolean {
  const known = new Set([...ofDonor.split('\n'), 'status OK']);
  return ofJoiner.endsWith('status OK') && ofJoiner.split('\n').every((line) => known.has(line));
}

/** A newer server's words for what the older one says. */
export type Alike = (donor: Item, joiner: Item) => boolean;

/**
 * What the donor itself can't show: a view whose tables or columns are gone, which no server makes again (docs/sst.md).
 */
function brokenIn(donor: Content): ReadonlySet<string> {
  return new Set(
    [...donor.values()]
      .filter(({ aspect, error }) => aspect === 'SHOW CREATE' && error === true)
      .map(({ database, name }) => JSON.stringify([database, name])),
  );
}

/**
 * Every difference between what two servers hold, whichever of them has more. A view that is broken on the donor may be
 * missing.
 */
export function compareContent(donor: Content, joiner: Content, alike: Alike = () => false): Difference[] {
  const differences: Difference[] = [];
  const broken = brokenIn(donor);
  for (const [key, item] of donor) {
    const other = joiner.get(key);
    const { kind, database, name, aspect } = item;
    // Of a table in which the donor finds fault the joiner's may be better.
    if (aspect === checkAspect && other !== undefined && isNoWorse(String(other.value), String(item.value))) {
      continue;
    }
    if (other === undefined && broken.has(JSON.stringify([database, name]))) {
      continue;
    }
    if (other === undefined) {
      differences.push({
        kind,
        database,
        name,
        aspect,
        signature: `${kind} ${aspect}: missing`,
        donor: textOf(item),
        joiner: 'nothing',
      });
    } else if (!isSame(item, other) && !alike(item, other)) {
      differences.push({ kind, database, name, aspect, ...describe(item, other) });
    }
  }
  for (const [key, item] of joiner) {
    if (!donor.has(key)) {
      const { kind, database, name, aspect } = item;
      differences.push({
        kind,
        database,
        name,
        aspect,
        signature: `${kind} ${aspect}: only on the joiner`,
        donor: 'nothing',
        joiner: textOf(item),
      });
    }
  }
  return differences;
}

function isSame({ value: one }: Item, { value: other }: Item): boolean {
  return typeof one === 'string' || typeof other === 'string'
    ? one === other
    : one.length === other.length && one.every((row, index) => row === other[index]);
}

const textOf = ({ value }: Item): string => (typeof value === 'string' ? value : `${value.length} rows`);

/** Which of two sorted lists' rows the other hasn't, each as often as it is missing. */
export function rowsOnlyIn(these: readonly string[], those: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of those) {
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  return these.filter((row) => {
    const left = counts.get(row) ?? 0;
    counts.set(row, left - 1);
    return left <= 0;
  });
}

function describe(donor: Item, joiner: Item): Pick<Difference, 'signature' | 'donor' | 'joiner'> {
  const about = `${donor.kind} ${donor.aspect}`;
  if (typeof donor.value === 'string' || typeof joiner.value === 'string') {
    return { signature: about, donor: textOf(donor), joiner: textOf(joiner) };
  }
  const [lost, foreign] = [rowsOnlyIn(donor.value, joiner.value), rowsOnlyIn(joiner.value, donor.value)];
  const [one, other] = [lost[0]?.split(' ') ?? [], foreign[0]?.split(' ') ?? []];
  const columns = donor.columns ?? [];
  const differing =
    lost.length > 0 && foreign.length > 0 ? columns.filter((_, index) => one[index] !== other[index]) : [];
  const show = (cells: readonly string[]): string =>
    cells
      .flatMap((cell, index) =>
        differing.length === 0 || differing.includes(columns[index] ?? { name: '', type: '' })
          ? [`${columns[index]?.name ?? ''}=${cell}`]
          : [],
      )
      .join(' ')
      .slice(0, 600);
  return {
    signature:
      lost.length !== foreign.length
        ? `${about}: ${lost.length > foreign.length ? 'missing' : 'too many'}`
        : `${about}: ${[...new Set(differing.map(({ type }) => type))].sort().join(', ')}`,
    donor: `${lost.length} of ${donor.value.length} rows, such as ${show(one)}`,
    joiner: `${foreign.length} of ${joiner.value.length} rows, such as ${show(other)}`,
  };
}

const textual = ({ value }: Item): string => (typeof value === 'string' ? value : value.join('\n'));

const escapedCharacters: Readonly<Record<string, string>> = {
  0: '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001a',
};

/**
 * SHOW CREATE with the values of its literals in place of how a server writes them: since 11 it escapes more, and bytes
 * are in hex.
 */
function withLiteralsRead(text: string): string {
  return text.replace(
    /`(?:[^`]|``)*`|x'((?:[0-9a-f]{2})*)'|'((?:[^'\\]|\\[^]|'')*)'/g,
    (whole, hex?: string, quoted?: string) => {
      if (hex !== undefined) {
        return JSON.stringify(Buffer.from(hex, 'hex').toString('utf8'));
      }
      const value = quoted?.replace(/''|\\([^])/g, (pair, escaped?: string) =>
        escaped === undefined ? "'" : /[%_]/.test(escaped) ? pair : (escapedCharacters[escaped] ?? escaped),
      );
      return value === undefined ? whole : JSON.stringify(value);
    },
  );
}

/**
 * Whether a newer server says the same of a donor's: it words defaults of hidden columns in another order and
 * literals in another way, and its own system tables have more columns.
 */
export function isNewersWord(donor: Item, joiner: Item): boolean {
  if (donor.kind === 'system table') {
    const rows = Array.isArray(joiner.value) ? (joiner.value as readonly string[]) : [];
    const count = donor.columns?.length ?? 0;
    const cut = rows
      .map((row) => row.split(' ').slice(0, count).join(' '))
      .sort()
      .join('\n');
    return count > 0 && cut === textual(donor);
  }
  const worded = (text: string): string =>
    (JSON.parse(text) as Record<string, string>[])
      .flatMap(Object.entries<string>)
      .map(([name, value]) =>
        name.startsWith('Create ') ? withLiteralsRead(value).replace(/ INVISIBLE(?= |,|\n)/g, '') : value,
      )
      .join('\n');
  return (
    donor.aspect === 'SHOW CREATE' &&
    donor.error !== true &&
    joiner.error !== true &&
    worded(textual(donor)) === worded(textual(joiner))
  );
}
