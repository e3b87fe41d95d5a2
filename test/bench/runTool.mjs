import { join } from 'node:path';
import { ensureDependencies, rerunOnPinnedNode } from '../../scripts/lib/ensureDependencies.mjs';
import { ensureBuild } from '../../scripts/lib/ensureBuild.mjs';
import { ensureDocker } from '../../scripts/lib/ensureDocker.mjs';
import { ensureImage, ensureNodeImages } from '../../scripts/lib/ensureNodeImages.mjs';
import { repositoryRoot } from '../../scripts/lib/repository.mjs';
import { runAttached } from '../../scripts/lib/runAttached.mjs';
import { removeLapsed, removeLeftoversOfRun, testScope } from '../../scripts/lib/testLeftovers.mjs';

/**
 * Bundles test/NAME/main.ts and runs it, with all that it needs: packages, Docker, a node image. Its arguments are
 * looked at first, and what it leaves in Docker when it fails or is interrupted is removed by the name it has there.
 *
 * @param {'chaos' | 'bench' | 'fidelity' | 'consistency'} name
 * @param {readonly string[]} args
 * @param {readonly string[]} [images] that the arguments name
 * @returns {Promise<number>} its exit code
 * @throws {import('../../scripts/lib/userError.mjs').UserError}
 */
export async function runTool(name, args, images = []) {
  await ensureDependencies();
  const code = await rerunOnPinnedNode();
  if (code !== undefined) {
    return code;
  }
  const bundle = join(repositoryRoot, 'out', `${name}.cjs`);
  // Not before the packages are there.
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: repositoryRoot,
    entryPoints: [`test/${name}/main.ts`],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    loader: { '.sh': 'text', '.pl': 'text', '.lua': 'text' },
    logLevel: 'warning',
  });
  const usage = await runAttached(process.execPath, [bundle, ...args], {
    env: { ...process.env, GALERA_ARGUMENTS_ONLY: '1' },
  });
  if (usage !== 0) {
    return usage;
  }
  // Chaos kills the CLI midway.
  await ensureBuild();
  const host = await ensureDocker();
  await removeLapsed(host);
  const image = argumentOf('--image', args) ?? process.env['GALERA_IMAGE'];
  if (image === undefined) {
    const [found = ''] = await ensureNodeImages(host, ['11.8']);
    process.env['GALERA_IMAGE'] = found;
  } else {
    await ensureImage(host, image);
  }
  for (const named of images) {
    await ensureImage(host, named);
  }
  const ending = await runAttached(process.execPath, [bundle, ...args], {
    env: { ...process.env, GALERA_TEST: testScope(name) },
  });
  if (ending !== 0) {
    // Once more where there was something: Docker may have been making it when the tool ended.
    for (let round = 0; round < 2 && (await removeLeftoversOfRun(host)) > 0; round += 1);
  }
  return ending;
}

/**
 * @param {string} option
 * @param {readonly string[]} args
 * @returns {string | undefined} what follows the option, the last one where it is there twice
 */
function argumentOf(option, args) {
  const given = args.findLast((arg, index) => args[index - 1] === option || arg.startsWith(`${option}=`));
  return given?.replace(`${option}=`, '');
}
