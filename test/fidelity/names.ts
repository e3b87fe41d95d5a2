import fc from 'fast-check';

/** Names that differ only in case or accent, words that SQL keeps, and characters that a script may trip over. */
const odd = [
  'users',
  'Users',
  'USERS',
  'üsers',
  'resume',
  'résumé',
  'Resume',
  'straße',
  'strasse',
  'select',
  'TABLE',
  'key',
  'row_start',
  'row_end',
  'PRIMARY_',
  'null',
  'NULL',
  'default',
  'group',
  'rank',
  'system',
  'period',
  '1',
  '007',
  '1e5',
  '0x41',
  '-',
  '--',
  '-- x',
  '#',
  '#sql-1',
  '/*',
  '*/',
  ';',
  '$',
  '@@x',
  '%',
  '%s',
  '_',
  '*',
  '?',
  '.',
  'a.b',
  '..',
  '/',
  '~',
  '`',
  '``',
  '"',
  "'",
  "''",
  '\\',
  '\\n',
  '\\\\',
  '\\N',
  'a`b',
  "it's",
  '$(x)',
  '${x}',
  '`x`',
  '!',
  '&',
  '|',
  '<',
  '>',
  '(',
  ')',
  '[',
  '{',
  '=',
  ',',
  'a\nb',
  '\na',
  'a\tb',
  '\t.',
  'a\rb',
  'a\u001fb',
  '\u001f',
  '\u0001',
  '\u007f',
  ' x',
  'a b',
  'a  b',
  '\u00a0',
  '\u2028',
  '\u200b',
  '\ufeff',
  '\u202e',
  'ａ',
  'Ω',
  'ω',
  'я',
  'Я',
  '表',
  'ソ',
  'ı',
  'İ',
  'ß',
  '\u0301',
  'é',
  'e\u0301',
  '@0041',
  '#P#x',
  'sys',
  'mysql',
  'tmp',
  'x'.repeat(64),
  'ü'.repeat(64),
  '`'.repeat(32),
];

/** Without white space at its end, which servers refuse in names, and of 64 characters at most. */
export function fitName(name: string): string {
  return (
    [...name]
      .slice(0, 64)
      .join('')
      .replace(/[ \t\n\r\v\f]+$/, '') || 'x'
  );
}

const drawn = fc
  .array(
    fc.constantFrom(
      'a',
      'A',
      'ä',
      'Ä',
      'é',
      'e',
      '0',
      '9',
      '_',
      ' ',
      '`',
      '"',
      "'",
      '\\',
      '\n',
      '\t',
      '\u001f',
      '%',
      '.',
      '表',
      '$',
      '-',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((characters) => characters.join(''));

/** A name for a table, a column, a key …; shrinks to a plain one. */
export const nameArbitrary: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'id', 'val') },
    { weight: 4, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: drawn },
  )
  .map(fitName);

const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 's')
    .toLowerCase()
    .replace(/ı/g, 'i')
    .replace(/[\p{Cf}]/gu, '');

/**
 * Hands out names that are free: a name that is taken gets a number. Where twins are allowed only the same bytes are
 * taken; columns, keys and routines compare without case and accent.
 */
export class Names {
  private readonly taken = new Set<string>();

  constructor(private readonly twins: boolean) {}

  /** The name, or the nearest to it that is free. */
  take(wanted: string): string {
    for (let tries = 0; ; tries++) {
      const suffix = tries === 0 ? '' : String(tries);
      const name = fitName([...wanted].slice(0, 64 - suffix.length).join('') + suffix);
      const seen = this.twins ? name : folded(name);
      if (!this.taken.has(seen)) {
        this.taken.add(seen);
        return name;
      }
    }
  }
}

export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** For a COMMENT, which takes no other literal. */
export function quoteComment(text: string, sqlMode: string): string {
  const escaped = sqlMode.includes('NO_BACKSLASH_ESCAPES') ? text : text.replaceAll('\\', '\\\\');
  return `'${escaped.replaceAll("'", "''")}'`;
}
