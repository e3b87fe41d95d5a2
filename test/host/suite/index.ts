import { appendFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followRun } from '../../../scripts/lib/followRun.mjs';

const testTimeoutMs = 300_000;

/**
 * What the extension host calls to run the tests: the bundled `*.test.cjs` beside this file. GALERA_HOST_STATS
 * and GALERA_HOST_OUTPUT name the files for the counts and for what is told of each test, GALERA_RUN the one for the
 * record that `npm test` reads; all may be unset.
 */
export async function run(): Promise<void> {
  // mocha is an ES module, which not every extension host can `require`.
  const { default: Mocha } = await import('mocha');
  const { GALERA_HOST_STATS: statsFile, GALERA_HOST_OUTPUT: outputFile, GALERA_RUN: runFile } = process.env;
  // The extension host's console mixes its own lines in.
  const tell = (line: string): void =>
    outputFile === undefined ? console.log(line) : appendFileSync(outputFile, `${line}\n`);
  const mocha = new Mocha({ timeout: testTimeoutMs, forbidOnly: true, reporter: Mocha.reporters.Base });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) {
      mocha.addFile(join(__dirname, file));
    }
  }
  const { tests, passes, failures, pending } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats as Mocha.Stats));
    followRun(runner, tell, runFile);
  });
  if (statsFile !== undefined) {
    // Whole or not at all: who reads it takes its presence for the end of the run.
    writeFileSync(`${statsFile}.part`, JSON.stringify({ tests, passes, failures, pending }));
    renameSync(`${statsFile}.part`, statsFile);
  }
  if (failures > 0) {
    throw new Error(`${failures} of ${tests} tests failed.`);
  }
}
