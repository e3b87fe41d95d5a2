import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { aptInstall, aptUpdate, canAptInstall } from '../../scripts/lib/aptInstall.mjs';
import { askDocker, streamDocker } from '../../scripts/lib/dockerHttp.mjs';
import { endOf, findCommand, runCommand } from '../../scripts/lib/runCommand.mjs';
import { UserError, say } from '../../scripts/lib/userError.mjs';
import { archivesOf, indexTargetFormat, networkOptions, sourcesList } from './debianSources.mjs';

const setImage = 'set GALERA_IMAGE to an image that is there';

/**
 * What an image is made from.
 *
 * @typedef {{
 *   tag: string,
 *   codename: string,
 *   packages: readonly string[],
 *   hook: string,
 *   role: string,
 * }} Recipe `hook` is a shell script that gets the image's root as $1; `role` its label galera-clusters.image
 */

const recipeLabel = 'galera-clusters.recipe';

/**
 * Read once: apt installs one thing at a time.
 *
 * @type {ReturnType<typeof readMachine> | undefined}
 */
let machine;

/**
 * Makes images from this machine's apt sources, for machines without an image registry; those that were made by the
 * same recipe stay.
 *
 * @param {string} host the Docker engine that gets them
 * @param {readonly Recipe[]} recipes
 * @throws {UserError}
 */
export async function ensureDebianImages(host, recipes) {
  const made = await Promise.all(recipes.map((recipe) => isMade(host, recipe)));
  const missing = recipes.filter((_, index) => !made[index]);
  if (missing.length > 0) {
    machine ??= readMachine();
    const read = await machine;
    await Promise.all(missing.map((recipe) => buildImage(host, recipe, read)));
  }
}

/** @param {Recipe} recipe */
function fingerprint({ codename, packages, hook }) {
  return createHash('sha256')
    .update(JSON.stringify([codename, packages, hook]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * @param {string} host
 * @param {Recipe} recipe
 * @returns {Promise<boolean>} whether it is there as this recipe makes it
 */
export async function isMade(host, recipe) {
  const filters = JSON.stringify({ reference: [recipe.tag], label: [`${recipeLabel}=${fingerprint(recipe)}`] });
  return (await askDocker(host, 'GET', `/images/json?filters=${encodeURIComponent(filters)}`)).length > 0;
}

/**
 * @param {string} host
 * @param {Recipe} recipe
 * @param {Awaited<ReturnType<typeof readMachine>>} machine
 */
async function buildImage(host, recipe, { archives, options }) {
  const { tag, codename, packages, hook } = recipe;
  say(`Building the image ${tag} from Debian packages …`);
  const args = [
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    ...options.map((option) => `--aptopt=${option}`),
    // It would empty /run, where the server's socket folder is.
    '--skip=cleanup/run',
    `--customize-hook=${hook}`,
    codename,
    '-',
    '-',
  ];
  const child = spawn('mmdebstrap', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(sourcesList(archives, codename));
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  const built = endOf(child).then((ending) => {
    if (ending !== 0) {
      const lines = output.trimEnd().split('\n').slice(-20);
      throw new UserError(`mmdebstrap couldn't make ${tag} (${ending}); its last lines are above.`, lines);
    }
  });
  const imported = importImage(host, recipe, untilBuilt(child.stdout, built));
  imported.catch(() => child.kill());
  await Promise.all([built, imported]);
}

/**
 * The image must not end before mmdebstrap is known to be well: Docker would tag what it got so far.
 *
 * @param {import('node:stream').Readable} tar
 * @param {Promise<void>} built
 */
async function* untilBuilt(tar, built) {
  yield* tar;
  await built;
}

/**
 * @param {string} host
 * @param {Recipe} recipe
 * @param {AsyncIterable<Uint8Array>} tar
 */
async function importImage(host, recipe, tar) {
  const [repo = '', version = ''] = recipe.tag.split(':');
  const changes = `LABEL galera-clusters.image=${recipe.role} ${recipeLabel}=${fingerprint(recipe)}`;
  const query = new URLSearchParams({ fromSrc: '-', repo, tag: version, changes });
  await streamDocker(host, `/images/create?${query}`, { body: Readable.from(tar, { objectMode: false }) });
}

/** Where this machine gets its packages from and how, once mmdebstrap is there. */
async function readMachine() {
  if (findCommand('mmdebstrap') === undefined) {
    if (!canAptInstall()) {
      throw new UserError(
        `No image registry answers, and mmdebstrap, which builds images on Debian, is missing: install it, or ${setImage}.`,
      );
    }
    await aptInstall(['mmdebstrap']);
  }
  let archives = await readArchives();
  if (archives.length === 0 && canAptInstall()) {
    await aptUpdate();
    archives = await readArchives();
  }
  if (archives.length === 0) {
    throw new UserError(
      `No image registry answers, and this machine has no Debian apt sources to build a node image from: ${setImage}.`,
    );
  }
  const options = networkOptions(await runCommand('apt-config', ['dump']));
  return { archives, options };
}

/** apt knows the origin of a source once it has fetched its lists. */
async function readArchives() {
  const args = ['indextargets', '--format', indexTargetFormat, 'Created-By: Packages'];
  return archivesOf(await runCommand('apt-get', args));
}
