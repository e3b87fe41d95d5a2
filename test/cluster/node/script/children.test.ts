import assert from 'node:assert/strict';
import { printed } from './inScript';

describe('children.sh', () => {
  it('has the status of a program that ends by itself', () => {
    assert.deepEqual(printed('status=0; (exit 3) & await_child $! || status=$?; echo "$status"'), ['3']);
  });

  it('has it of one that a signal ends', () => {
    assert.deepEqual(printed('status=0; sleep 9 & kill -KILL $!; await_child $! || status=$?; echo "$status"'), [
      '137',
    ]);
  });

  it('waits on for one that outlives a signal to this shell', () => {
    const lines = `trap 'echo told' TERM
      { sleep 0.2; kill -TERM $$; sleep 0.3; exit 4; } & status=0
      await_child $! || status=$?; echo "$status"`;
    assert.deepEqual(printed(lines), ['told', '4']);
  });
});
