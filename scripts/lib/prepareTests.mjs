import { installEditor } from '../../test/host/installEditor.mjs';
import { balancerImage } from '../../test/image/balancerImage.mjs';
import { ensureDebianImages } from '../../test/image/debianImage.mjs';
import { ensureNoGaleraImage, noGaleraTag } from '../../test/image/noGaleraImage.mjs';
import { ensureOfficialLikeImage, officialLikeTag } from '../../test/image/officialLikeImage.mjs';
import { aptInstall, canAptInstall } from './aptInstall.mjs';
import { ensureCapture } from './ensureCapture.mjs';
import { ensureCompose } from './ensureCompose.mjs';
import { buildTests, ensureBuild } from './ensureBuild.mjs';
import { ensureDocker } from './ensureDocker.mjs';
import { ensureNodeImages } from './ensureNodeImages.mjs';
import { findCommand } from './runCommand.mjs';
import { removeLapsed } from './testLeftovers.mjs';
import { UserError, say } from './userError.mjs';

/**
 * Starts to provide what suites need, side by side.
 *
 * @param {Iterable<import('./suites.mjs').Need>} needs
 * @param {(host: string) => void} onHost called once a Docker engine answers: from then on there is something to
 *   clean up
 * @returns {ReadonlyMap<import('./suites.mjs').Need, Promise<void>>}
 */
export function startPreparing(needs, onHost) {
  const wanted = new Set(needs);
  /** @type {Map<import('./suites.mjs').Need, Promise<void>>} */
  const started = new Map();
  /** @type {(need: import('./suites.mjs').Need, prepare: () => Promise<void>) => void} */
  const start = (need, prepare) => {
    if (wanted.has(need)) {
      const prepared = prepare();
      // Whoever needs it hears of a failure; until then it isn't an unhandled one.
      prepared.catch(() => {});
      started.set(need, prepared);
    }
  };
  start('docker', () => prepareDocker(onHost));
  start('bundles', prepareBundles);
  start('editor', prepareEditor);
  // apt does one thing at a time, and more waits for Docker's images than for a browser.
  start('browser', () => Promise.allSettled([started.get('docker')]).then(prepareBrowser));
  return started;
}

async function prepareBundles() {
  await Promise.all([ensureBuild(), buildTests()]);
}

/**
 * Finds or starts Docker, clears what an earlier run left, and provides the images; the tests learn their names
 * from GALERA_TEST_IMAGE (11.8), GALERA_TEST_IMAGE_OLD (10.11), GALERA_TEST_IMAGE_NO_GALERA,
 * GALERA_TEST_IMAGE_OFFICIAL_LIKE and GALERA_TEST_IMAGE_BALANCER.
 *
 * @param {(host: string) => void} onHost
 */
async function prepareDocker(onHost) {
  const host = await ensureDocker();
  onHost(host);
  await ensureCapture();
  await ensureCompose();
  const left = await removeLapsed(host);
  if (left > 0) {
    say(`Removed ${left} containers, networks and volumes that an earlier test run left.`);
  }
  const [[image = '', old = '']] = await Promise.all([
    ensureNodeImages(host, ['11.8', '10.11']),
    ensureDebianImages(host, [balancerImage]),
  ]);
  await ensureNoGaleraImage(host, image);
  await ensureOfficialLikeImage(host, image);
  process.env['GALERA_TEST_IMAGE'] = image;
  process.env['GALERA_TEST_IMAGE_OLD'] = old;
  process.env['GALERA_TEST_IMAGE_NO_GALERA'] = noGaleraTag;
  process.env['GALERA_TEST_IMAGE_OFFICIAL_LIKE'] = officialLikeTag;
  process.env['GALERA_TEST_IMAGE_BALANCER'] = balancerImage.tag;
}

/** Provides the VS Code server that stands in for a desktop VS Code. */
async function prepareEditor() {
  await installEditor({ log: say });
}

/** Provides a Chromium. */
async function prepareBrowser() {
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  if (process.env['GALERA_CHROMIUM'] !== undefined || names.some((name) => findCommand(name) !== undefined)) {
    return;
  }
  if (process.platform !== 'linux') {
    return; // Where Chrome lives in an application folder the tests look for it themselves.
  }
  if (!canAptInstall()) {
    throw new UserError('No Chromium is installed: install chromium, or name one in GALERA_CHROMIUM.');
  }
  // Ubuntu has no such package.
  await aptInstall(['chromium-headless-shell']).catch(() => aptInstall(['chromium']));
}
