// `npm run simulate -- --schedules N --seed S`: the engine's loop in simulated clusters; `-- --faults` puts its old
// faults back, and says after how many schedules each is found.
import { join } from 'node:path';
import { ensureDependencies, rerunOnPinnedNode } from './lib/ensureDependencies.mjs';
import { repositoryRoot } from './lib/repository.mjs';
import { runAttached } from './lib/runAttached.mjs';
import { runMain } from './lib/userError.mjs';

await runMain(async () => {
  await ensureDependencies();
  const code = await rerunOnPinnedNode();
  if (code !== undefined) {
    return code;
  }
  // Not before the packages are there.
  const { build } = await import('esbuild');
  const bundle = join(repositoryRoot, 'out', 'simulate.cjs');
  await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ['test/simulate/main.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return runAttached(process.execPath, [bundle, ...process.argv.slice(2)]);
});
