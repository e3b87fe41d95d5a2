import assert from 'node:assert/strict';
import { GaleraError, throwIfAborted, toGaleraError } from '../../../src/cluster/vocabulary/errors';

describe('GaleraError', () => {
  it('is told from other errors, and by its code', () => {
    const error = new GaleraError('clusterUnknown', 'Busy.');
    assert.equal(GaleraError.is(error), true);
    assert.equal(GaleraError.is(error, 'clusterUnknown'), true);
    assert.equal(GaleraError.is(error, 'refused'), false);
    assert.equal(GaleraError.is(new Error('Busy.')), false);
    assert.equal(GaleraError.is({ code: 'clusterUnknown' }, 'clusterUnknown'), false);
  });

  it('has no advice, details or cause unless given', () => {
    const error = new GaleraError('clusterUnknown', 'Busy.');
    assert.deepEqual([error.advice, error.details, 'cause' in error], [undefined, [], false]);
  });
});

describe('toGaleraError', () => {
  it('leaves one of ours as it is', () => {
    const error = new GaleraError('clusterUnknown', 'Busy.');
    assert.equal(toGaleraError(error), error);
  });

  it('makes an abort of what a signal throws', () => {
    const { reason } = AbortSignal.abort() as { reason: unknown };
    assert.equal(toGaleraError(reason).code, 'aborted');
  });

  it('keeps the message, the stack and the cause of any other error', () => {
    const cause = new TypeError('x is undefined');
    const error = toGaleraError(cause);
    assert.deepEqual([error.code, error.message, error.cause], ['unexpected', 'x is undefined', cause]);
    assert.deepEqual(error.details, [cause.stack]);
  });

  for (const thrown of ['boom', 42, null, undefined]) {
    it(`takes a thrown ${String(thrown)}`, () => {
      const error = toGaleraError(thrown);
      assert.deepEqual([error.code, error.message, error.details], ['unexpected', String(thrown), []]);
    });
  }
});

describe('throwIfAborted', () => {
  it('throws once the signal is aborted, and not before', () => {
    const abort = new AbortController();
    throwIfAborted(abort.signal);
    abort.abort(new Error('the window was closed'));
    assert.throws(() => throwIfAborted(abort.signal), {
      name: 'GaleraError',
      code: 'aborted',
      cause: abort.signal.reason,
    });
  });
});
