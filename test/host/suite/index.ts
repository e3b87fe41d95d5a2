import { appendFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

const testTimeoutMs = 120_000;

/**
 * What the extension host calls to run the tests: the bundled `*.test.cjs` beside this file. GALERA_HOST_STATS
 * and GALERA_HOST_OUTPUT name the files for the counts and for mocha's output; both may be unset.
 */
export async function run(): Promise<void> {
  // mocha is an ES module, which not every extension host can `require`.
  const { default: Mocha } = await import('mocha');
  const { GALERA_HOST_STATS: statsFile, GALERA_HOST_OUTPUT: outputFile } = process.env;
  if (outputFile !== undefined) {
    // The extension host's console mixes its own lines in.
    Mocha.reporters.Base.consoleLog = (...parts: unknown[]): void =>
      appendFileSync(outputFile, `${format(...parts)}\n`);
  }
  const mocha = new Mocha({ timeout: testTimeoutMs, forbidOnly: true, color: false });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) {
      mocha.addFile(join(__dirname, file));
    }
  }
  const { tests, passes, failures, pending } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats as Mocha.Stats));
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
