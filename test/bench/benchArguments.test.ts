import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseBenchArguments, UsageError } from './benchArguments';

const known = {
  start: { rounds: 3, takes: [], words: {} },
  sst: {
    rounds: 1,
    takes: ['megabytes', 'streams', 'tables', 'write'],
    words: { rows: ['sizes', 'load'], ways: ['ours', 'stock', 'rsync'] },
  },
} as const;
const plain = {
  json: false,
  megabytes: undefined,
  streams: undefined,
  tables: undefined,
  rows: undefined,
  ways: undefined,
  write: false,
};

describe('arguments of npm run bench', () => {
  it('takes a benchmark, which has its own number of rounds', () => {
    assert.deepEqual(parseBenchArguments(['start'], known), { ...plain, bench: 'start', rounds: 3 });
    assert.deepEqual(parseBenchArguments(['sst'], known), { ...plain, bench: 'sst', rounds: 1 });
    assert.deepEqual(parseBenchArguments(['sst', '--json', '--rounds', '2'], known), {
      ...plain,
      bench: 'sst',
      json: true,
      rounds: 2,
    });
  });

  it('takes sizes, numbers of streams and of tables', () => {
    const { megabytes, streams, tables, write } = parseBenchArguments(
      ['sst', '--megabytes', '0,100', '--streams', '1,8', '--tables', '1000', '--write'],
      known,
    );
    assert.deepEqual(
      { megabytes, streams, tables, write },
      { megabytes: [0, 100], streams: [1, 8], tables: [1000], write: true },
    );
  });

  it('takes the rows that are wanted, and the ways', () => {
    const { rows, ways } = parseBenchArguments(['sst', '--rows', 'load', '--ways', 'ours,stock'], known);
    assert.deepEqual({ rows, ways }, { rows: ['load'], ways: ['ours', 'stock'] });
  });

  for (const args of [
    [],
    ['nothing'],
    ['toString'],
    ['start', 'sst'],
    ['start', '--rounds', '0'],
    ['start', '--rounds', 'x'],
    ['start', '--fast'],
    ['start', '--write'],
    ['start', '--megabytes', '1'],
    ['sst', '--megabytes', '1,,2'],
    ['sst', '--megabytes', '-1'],
    ['sst', '--streams', '0'],
    ['sst', '--tables', '0'],
    ['start', '--ways', 'ours'],
    ['sst', '--ways', 'ours,'],
    ['sst', '--rows', 'loads'],
  ]) {
    it(`refuses "${args.join(' ')}" and says what there is`, () => {
      const says = /npm run bench -- start .*\nnpm run bench -- sst .*--megabytes N,….* \[--rows sizes,load\]/;
      assert.throws(
        () => parseBenchArguments(args, known),
        (error) => error instanceof UsageError && says.test(error.message),
      );
    });
  }
});
