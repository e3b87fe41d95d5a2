// `npm start [-- --exit] [-- --name NAME] [-- --image REF]`: a running cluster, its table, and a VS Code that shows it.
import { parseArgs } from 'node:util';
import { cliBundle, ensureBuild } from './lib/ensureBuild.mjs';
import { ensureDependencies, rerunOnPinnedNode } from './lib/ensureDependencies.mjs';
import { ensureDocker, startDocker } from './lib/ensureDocker.mjs';
import { ensureImage, ensureNodeImages } from './lib/ensureNodeImages.mjs';
import { openVscode } from './lib/openVscode.mjs';
import { runAttached } from './lib/runAttached.mjs';
import { runMain, say } from './lib/userError.mjs';

await runMain(async () => {
  const options = readOptions();
  if (options === undefined) {
    return 2;
  }
  await ensureDependencies(startDocker());
  return (await rerunOnPinnedNode()) ?? (await start(options));
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        exit: { type: 'boolean', default: false },
        name: { type: 'string', default: 'demo' },
        image: { type: 'string' },
      },
    });
    return { ...values, image: values.image ?? process.env['GALERA_IMAGE'] };
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\nnpm start -- [--exit] [--name NAME] [--image REF]`);
    return undefined;
  }
}

/**
 * @param {{ exit: boolean, name: string, image: string | undefined }} options
 * @returns {Promise<number>} the exit code
 */
async function start({ exit, name, image }) {
  await ensureBuild();
  const host = await ensureDocker();
  await (image === undefined ? ensureNodeImages(host, ['11.8']) : ensureImage(host, image));
  const imageOption = image === undefined ? [] : ['--image', image];
  // The log of a CI run is read by many.
  const isCi = !['', '0', 'false', undefined].includes(process.env['CI']);
  for (const args of [['start', name, ...imageOption], ...(isCi ? [] : [['connect', name]])]) {
    const code = await runAttached(process.execPath, [cliBundle, ...args]);
    if (code !== 0) {
      return code;
    }
  }
  if (isCi) {
    say(`CI is set, so no password is shown here: npm run -s galera -- connect ${name}`);
  }
  if (!exit) {
    await openVscode(name);
    say(`The cluster ${name} goes on. To remove it: npm run -s galera -- remove ${name} --yes`);
  }
  return 0;
}
