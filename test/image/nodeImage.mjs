import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { aptInstall, aptUpdate, canAptInstall } from '../../scripts/lib/aptInstall.mjs';
import { streamDocker } from '../../scripts/lib/dockerHttp.mjs';
import { endOf, findCommand, runCommand } from '../../scripts/lib/runCommand.mjs';
import { UserError, say } from '../../scripts/lib/userError.mjs';
import { archivesOf, indexTargetFormat, networkOptions, sourcesList } from './debianSources.mjs';

/** The Debian release that has a MariaDB version. */
const codenames = { '10.11': 'bookworm', '11.8': 'trixie' };

const packages = ['mariadb-server', 'galera-4', 'mariadb-backup', 'rsync', 'socat'];

const setImage = 'set GALERA_IMAGE to an image that is there';

/** The package leaves a filled data directory, which a node must not begin with. */
const customizeHook = [
  'rm -rf "$1"/var/lib/mysql "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/log/mysql/*',
  'chroot "$1" install -d -o mysql -g mysql -m 755 /run/mysqld /var/lib/mysql',
].join(' && ');

/**
 * Makes images of MariaDB with Galera from this machine's apt sources, for machines without an image registry.
 *
 * @param {string} host the Docker engine that gets them
 * @param {readonly { version: keyof typeof codenames, tag: string }[]} images
 * @throws {UserError}
 */
export async function buildNodeImages(host, images) {
  const machine = await readMachine();
  await Promise.all(images.map((image) => buildNodeImage(host, image, machine)));
}

/**
 * @param {string} host
 * @param {{ version: keyof typeof codenames, tag: string }} image
 * @param {Awaited<ReturnType<typeof readMachine>>} machine
 */
async function buildNodeImage(host, { version, tag }, { archives, options }) {
  say(`Building the image ${tag} from Debian packages …`);
  const args = [
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    ...options.map((option) => `--aptopt=${option}`),
    // It would empty /run, where the server's socket folder is.
    '--skip=cleanup/run',
    `--customize-hook=${customizeHook}`,
    codenames[version],
    '-',
    '-',
  ];
  const child = spawn('mmdebstrap', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(sourcesList(archives, codenames[version]));
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  const built = endOf(child).then((ending) => {
    if (ending !== 0) {
      const lines = output.trimEnd().split('\n').slice(-20);
      throw new UserError(`mmdebstrap couldn't make ${tag} (${ending}); its last lines are above.`, lines);
    }
  });
  const imported = importImage(host, tag, untilBuilt(child.stdout, built));
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
 * @param {string} tag
 * @param {AsyncIterable<Uint8Array>} tar
 */
async function importImage(host, tag, tar) {
  const [repo = '', version = ''] = tag.split(':');
  const query = new URLSearchParams({ fromSrc: '-', repo, tag: version, changes: 'LABEL galera-clusters.image=node' });
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
