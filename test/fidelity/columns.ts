import fc from 'fast-check';
import { type Default, typeSpecs } from './columnTypes';
import { nameArbitrary } from './names';
import type { Column } from './schema';

/** The types that a server has, by their words. */
export function kindsOf(version: number): string[] {
  return typeSpecs.filter(({ since }) => since <= version).map(({ kind }) => kind);
}

const commentArbitrary = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "it's",
      '\\',
      '"ü"',
      '表\n2',
      '\t',
      ' trailing ',
      '-- x',
      '😀'.slice(0, 0) + '*/',
      '\u001f',
    ),
  },
);

/** One column of any type that a server of this version (1108 for 11.8) has. */
export function columnArbitrary(version: number): fc.Arbitrary<Column> {
  const each = typeSpecs
    .filter(({ since }) => since <= version)
    .map(({ kind, family, types, values, defaults }) =>
      fc.record({
        kind: fc.constant(kind),
        family: fc.constant(family),
        name: nameArbitrary,
        type: types,
        nullable: fc.boolean(),
        byDefault: fc.constantFrom<Default[]>(...defaults),
        invisible: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 9),
        compressed: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 9),
        comment: commentArbitrary,
        values: fc.array(values, { minLength: 1, maxLength: 8 }),
      }),
    );
  return fc.oneof(...each);
}
