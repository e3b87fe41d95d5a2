import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followRun } from '../../scripts/lib/followRun.mjs';
import { addUpRun, readRun } from '../../scripts/lib/readRun.mjs';

const runnable = (title: string, duration?: number) => ({
  titlePath: () => ['suite', title],
  ...(duration === undefined ? {} : { duration }),
});

describe('the record of a run of tests', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'galera-run-'));
    file = join(folder, 'run.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Lets a runner say all this, and returns what was told. */
  function follow(...events: readonly (readonly [string, ...unknown[]])[]): string[] {
    const runner = new EventEmitter();
    const told: string[] = [];
    followRun(runner, (line) => told.push(line), file);
    events.forEach(([event, ...args]) => runner.emit(event, ...args));
    return told;
  }

  it('has counts, times and the end of a run that was through', () => {
    const [hook, good, bad] = [runnable('a hook', 2_000), runnable('good', 1_500), runnable('bad', 3)];
    const told = follow(
      ['hook', hook],
      ['hook end', hook],
      ['test', good],
      ['pass', good],
      ['test end', good],
      ['test', bad],
      ['fail', bad, new Error('no')],
      ['test end', bad],
      ['end'],
    );
    assert.deepEqual(readRun(file), {
      passed: 1,
      failed: [told[1]],
      ended: true,
      at: undefined,
      took: [
        { title: 'suite › a hook', ms: 2_000 },
        { title: 'suite › good', ms: 1_500 },
        { title: 'suite › bad', ms: 3 },
      ],
    });
    assert.equal(told[0], '✔ suite › good (1.5 s)');
    assert.match(told[1] ?? '', /^✘ suite › bad\n {4}Error: no\n {4} +at /, 'the reason is told with the failure');
  });

  it('says what a run was at that ended midway', () => {
    const [good, hanging] = [runnable('good', 1), runnable('hanging')];
    follow(['test', good], ['pass', good], ['test end', good], ['test', hanging]);
    const run = readRun(file);
    assert.deepEqual([run?.passed, run?.ended, run?.at], [1, false, 'suite › hanging']);
  });

  it('passes over a line that was cut off', () => {
    follow(['test', runnable('good')]);
    assert.equal(addUpRun(`${readFileSync(file, 'utf8')}{"what":"pas`).passed, 0);
  });

  it('is missing where nothing was recorded', () => {
    assert.equal(readRun(file), undefined);
  });
});
