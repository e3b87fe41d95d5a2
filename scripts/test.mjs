// `npm test [-- SUITE…] [--all]`: every suite, or those named, with all that they need; --all runs every test on every
// server version. The last line is the result.
import { ensureDependencies, rerunOnPinnedNode } from './lib/ensureDependencies.mjs';
import { ensureCapture } from './lib/ensureCapture.mjs';
import { startDocker } from './lib/ensureDocker.mjs';
import { runSuites } from './lib/runSuites.mjs';
import { suites } from './lib/suites.mjs';
import { runMain, say, sayWhy } from './lib/userError.mjs';

await runMain(async () => {
  const names = process.argv.slice(2).filter((argument) => argument !== '--all');
  if (process.argv.includes('--all')) {
    process.env['GALERA_TEST_MATRIX'] = 'all';
  }
  const unknown = names.find((name) => !Object.hasOwn(suites, name));
  if (unknown !== undefined) {
    say(`There is no suite "${unknown}": name any of ${Object.keys(suites).join(', ')}.`);
    return 2;
  }
  const chosen = names.length === 0 ? Object.keys(suites) : names;
  try {
    const needsDocker = chosen.some((name) => suites[name]?.needs.includes('docker'));
    await ensureDependencies(needsDocker ? prepareEarly() : undefined);
    const code = await rerunOnPinnedNode();
    if (code !== undefined) {
      return code;
    }
  } catch (error) {
    sayWhy(error);
    return report({ passed: 0, failed: 1 });
  }
  const code = report(await runSuites(chosen));
  // Preparations that were under way at an interruption must not hold the script.
  process.exit(code);
});

/** What takes apt and no npm package. What fails is done again, and told, where the suites are prepared. */
async function prepareEarly() {
  await startDocker();
  await ensureCapture().catch(() => {});
}

/** @param {{ passed: number, failed: number }} counts */
function report({ passed, failed }) {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
