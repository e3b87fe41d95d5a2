import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseBenchArguments, UsageError } from './benchArguments';

const known = {
  start: { rounds: 3, takes: [] },
  sst: { rounds: 1, takes: ['megabytes', 'streams', 'write'] },
} as const;
const plain = { json: false, megabytes: undefined, streams: undefined, write: false };

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

  it('takes sizes and numbers of streams', () => {
    const { megabytes, streams, write } = parseBenchArguments(
      ['sst', '--megabytes', '0,100', '--streams', '1,8', '--write'],
      known,
    );
    assert.deepEqual({ megabytes, streams, write }, { megabytes: [0, 100], streams: [1, 8], write: true });
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
  ]) {
    it(`refuses "${args.join(' ')}" and says what there is`, () => {
      const says = /npm run bench -- start .*\nnpm run bench -- sst .*--megabytes/;
      assert.throws(
        () => parseBenchArguments(args, known),
        (error) => error instanceof UsageError && says.test(error.message),
      );
    });
  }
});
