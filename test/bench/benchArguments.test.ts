import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseBenchArguments, UsageError } from './benchArguments';

const known = ['start', 'sst'];

describe('arguments of npm run bench', () => {
  it('takes a benchmark, three rounds by default', () => {
    assert.deepEqual(parseBenchArguments(['start'], known), { bench: 'start', json: false, rounds: 3 });
    assert.deepEqual(parseBenchArguments(['sst', '--json', '--rounds', '1'], known), { bench: 'sst', json: true, rounds: 1 });
  });

  for (const args of [[], ['nothing'], ['start', 'sst'], ['start', '--rounds', '0'], ['start', '--rounds', 'x'], ['start', '--fast']]) {
    it(`refuses "${args.join(' ')}" and says what there is`, () => {
      assert.throws(() => parseBenchArguments(args, known), (error) => error instanceof UsageError && /npm run bench -- start\|sst/.test(error.message));
    });
  }
});
