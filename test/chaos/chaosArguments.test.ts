import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UsageError } from '../support/toolArguments';
import { parseChaosArguments } from './chaosArguments';

describe('arguments of npm run chaos', () => {
  it('has a default for each, the name made from the seed', () => {
    const { seed, minutes, nodes, name, keep } = parseChaosArguments([]);
    assert.deepEqual(
      { seed, minutes, nodes, name, keep },
      { seed: 1, minutes: 2, nodes: 3, name: 'chaos-1', keep: false },
    );
  });

  it('takes what is named', () => {
    const given = parseChaosArguments([
      '--seed',
      '42',
      '--minutes',
      '0.5',
      '--nodes',
      '5',
      '--image',
      'some:image',
      '--keep',
    ]);
    assert.deepEqual(given, { seed: 42, minutes: 0.5, nodes: 5, name: 'chaos-42', image: 'some:image', keep: true });
  });

  const wrong = [
    ['--seed', 'x'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--minutes', '0'],
    ['--nodes', '0'],
    ['--nodes', '10'],
    ['--name', 'No'],
    ['--fast'],
    ['more'],
  ];
  for (const args of wrong) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => parseChaosArguments(args), UsageError);
    });
  }
});
