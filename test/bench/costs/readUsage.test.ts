import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'mocha';
import { readUsage } from './readUsage';

describe('readUsage', () => {
  it('tells what this machine and this process have used up to now', () => {
    const before = readUsage();
    spawnSync('true');
    const after = readUsage();
    assert.ok((after.started ?? 0) > (before.started ?? 0), JSON.stringify([before, after]));
    assert.ok(after.engine > before.engine);
    assert.ok((after.total ?? 0) >= (before.total ?? Infinity) && (after.total ?? 0) > after.engine);
  });
});
