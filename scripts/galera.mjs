// The CLI from the sources: `npm run -s galera -- VERB …`. Nothing but the CLI writes to stdout.
import { cliBundle, ensureBuild } from './lib/ensureBuild.mjs';
import { ensureDependencies } from './lib/ensureDependencies.mjs';
import { runAttached } from './lib/runAttached.mjs';
import { runMain } from './lib/userError.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureBuild();
  return await runAttached(process.execPath, [cliBundle, ...process.argv.slice(2)]);
});
