import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStats, whyNotGreen } from './stats.mjs';

const green = { tests: 2, passes: 2, failures: 0, pending: 0 };

describe('the result of a run in the extension host', () => {
  it('is green where tests ran, all passed and the editor ended with 0', () => {
    assert.equal(whyNotGreen(0, green), undefined);
  });

  it('is not green where the extension host was killed, whatever the editor says', () => {
    assert.match(whyNotGreen(0, undefined) ?? '', /ended before its tests were through/);
  });

  it('is not green where a test failed, whatever the editor says', () => {
    assert.match(whyNotGreen(0, { ...green, failures: 1 }) ?? '', /1 of 2 tests failed/);
  });

  it('is not green where no test ran', () => {
    assert.match(whyNotGreen(0, { tests: 0, passes: 0, failures: 0, pending: 0 }) ?? '', /No test ran/);
  });

  it('is not green where the editor failed after the tests', () => {
    assert.match(whyNotGreen(7, green) ?? '', /exit code 7/);
  });

  it('is read from a file that a killed extension host never wrote', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'galera-stats-'));
    try {
      const file = join(folder, 'stats.json');
      assert.equal(await readStats(file), undefined);
      await writeFile(file, JSON.stringify(green));
      assert.deepEqual(await readStats(file), green);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
