import assert from 'node:assert/strict';
import { usage, verbs } from '../../src/cli/arguments';
import { verbHandlers } from '../../src/cli/verbHandlers';

describe('The verbs', () => {
  it('that are read, carried out and told by --help are the same', () => {
    const told = usage()
      .split('\n')
      .flatMap((line) => /^ {2}([a-z]+) /.exec(line)?.[1] ?? []);
    assert.deepEqual(Object.keys(verbHandlers).sort(), Object.keys(verbs).sort());
    assert.deepEqual(told.sort(), Object.keys(verbs).sort());
  });

  for (const [verb, handler] of Object.entries(verbHandlers)) {
    it(`${verb} does something`, () => {
      assert.equal(typeof handler, 'function');
    });
  }
});
