import assert from 'node:assert/strict';
import { deadlineOf } from '../../../src/cluster/docker/callPatience';

describe('deadlineOf', () => {
  for (const [method, path, opts, expected] of [
    ['GET', '/containers/json?', {}, 1],
    ['POST', '/containers/create?', {}, 2],
    ['DELETE', '/containers/abc?', {}, 2],
    ['POST', '/containers/abc/wait?', {}, undefined],
    ['POST', '/containers/abc/stop?', { t: 3 }, 3_002],
    ['POST', '/containers/abc/stop?', {}, 60_002],
  ] as const) {
    it(`${method} ${path} ${JSON.stringify(opts)}: ${String(expected)} ms`, () => {
      assert.equal(deadlineOf({ method, path, options: opts }, { readMs: 1, changeMs: 2 }), expected);
    });
  }
});
