import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failureKind, failureName } from './failureKind';
import { SilentNodeError } from './nodeSession';

const serverError = (errno: number, code: string): Error => Object.assign(new Error(code), { errno, code });
const conflict = serverError(1213, 'ER_LOCK_DEADLOCK');
const notReady = serverError(1047, 'ER_UNKNOWN_COM_ERROR');
const broken = Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' });

describe('what a failed statement means for its transaction', () => {
  for (const error of [conflict, notReady, broken, new SilentNodeError('hangs')]) {
    it(`was surely not done when it failed before the commit: ${error.message}`, () => {
      assert.equal(failureKind(error, 'before'), 'refused');
    });
  }

  for (const error of [conflict, notReady]) {
    it(`was surely not done when the server answered the commit with ${error.message}`, () => {
      assert.equal(failureKind(error, 'commit'), 'refused');
    });
  }

  for (const error of [broken, new SilentNodeError('hangs')]) {
    it(`may be done when the commit brought no word: ${error.message}`, () => {
      assert.equal(failureKind(error, 'commit'), 'unknown');
    });
  }

  it('is counted under a short name', () => {
    assert.equal(failureName(conflict), 'ER_LOCK_DEADLOCK 1213');
    assert.equal(failureName(new SilentNodeError('hangs')), 'SilentNodeError');
  });
});
