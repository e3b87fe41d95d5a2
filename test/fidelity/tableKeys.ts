import { Names, quoteName } from './names';
import type { Key, Table } from './schema';
import { isLong, type Placed } from './tableColumns';

/** A key's part, or undefined where a key of that kind can't have that column. */
function keyPart(
  key: Key,
  { column }: Placed,
  name: string,
  part: Key['parts'][number],
  access: string,
): string | undefined {
  const order = part.descending && (access === 'InnoDB' || access === 'MyISAM') ? ' DESC' : '';
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

interface KeySurroundings {
  readonly access: string;
  readonly counter: boolean;
  readonly hasP: boolean;
  readonly period: Table['period'];
  readonly versioned: boolean;
}

/** The lines of a table's keys; those that such a table can't have are left out. */
export function renderKeys(
  table: Table,
  placed: readonly Placed[],
  { access, counter, hasP, period, versioned }: KeySurroundings,
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
      const text = keyPart(key, place, place.name, part, access);
      return text === undefined ? [] : [text];
    });
    const [first] = parts;
    const text = key.kind === 'spatial' || key.kind === 'vector' ? (first ?? '') : parts.join(', ');
    if (
      text === '' ||
      (access === 'MEMORY' && key.kind !== 'plain' && key.kind !== 'unique' && key.kind !== 'primary')
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
        if (!hasP && ['InnoDB', 'MyISAM', 'Aria'].includes(access)) {
          lines.push(`FULLTEXT ${name()} (${first ?? ''})`);
        }
        break;
      case 'spatial':
        if (!hasP && ['InnoDB', 'MyISAM', 'Aria'].includes(access)) {
          lines.push(`SPATIAL ${name()} (${text})`);
        }
        break;
      case 'vector':
        if (!hasP && !versioned && vectors === 0 && ['InnoDB', 'MyISAM', 'Aria'].includes(access)) {
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
