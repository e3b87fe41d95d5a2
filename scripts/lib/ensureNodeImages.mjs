import { ensureDebianImages, isMade } from '../../test/image/debianImage.mjs';
import { nodeImage } from '../../test/image/nodeImage.mjs';
import { DockerAnswerError, askDocker, streamDocker } from './dockerHttp.mjs';
import { UserError, say } from './userError.mjs';

/** @typedef {'11.8' | '10.11'} Version */

/** @type {readonly Version[]} */
const versions = ['11.8', '10.11'];
const registryIdleMs = 20_000;

/**
 * Makes sure of the image that the user named; one of ours is built where it isn't there.
 *
 * @param {string} host
 * @param {string} image
 * @throws {UserError} where it is neither there nor to be had
 */
export async function ensureImage(host, image) {
  const own = versions.map(nodeImage).find(({ tag }) => tag === image);
  if (own !== undefined) {
    await ensureDebianImages(host, [own]);
    return;
  }
  if (await isPresent(host, image)) {
    return;
  }
  const reason = await pull(host, image);
  if (reason !== undefined) {
    throw new UserError(`The image ${image} isn't there and can't be pulled (${reason}): name another one.`);
  }
}

/**
 * Makes sure of a node image of each version: the official one or ours, pulled or else built here.
 *
 * @param {string} host
 * @param {readonly Version[]} wanted
 * @returns {Promise<readonly string[]>} the images, in the order of the versions
 * @throws {UserError}
 */
export async function ensureNodeImages(host, wanted) {
  const found = await Promise.all(wanted.map((version) => findOrPull(host, version)));
  const missing = wanted.filter((_, index) => found[index] === undefined);
  await ensureDebianImages(host, missing.map(nodeImage));
  return wanted.map((version, index) => found[index] ?? nodeImage(version).tag);
}

/**
 * @param {string} host
 * @param {Version} version
 * @returns {Promise<string | undefined>}
 */
async function findOrPull(host, version) {
  const official = `mariadb:${version}`;
  if (await isPresent(host, official)) {
    return official;
  }
  const own = nodeImage(version);
  if (await isMade(host, own)) {
    return own.tag;
  }
  const reason = await pull(host, official);
  if (reason !== undefined) {
    say(`${official} can't be pulled: ${reason}`);
    return undefined;
  }
  return official;
}

/**
 * @param {string} host
 * @param {string} image
 */
async function isPresent(host, image) {
  try {
    await askDocker(host, 'GET', `/images/${image}/json`);
    return true;
  } catch (error) {
    if (error instanceof DockerAnswerError && error.statusCode === 404) {
      return false;
    }
    throw error;
  }
}

/**
 * @param {string} host
 * @param {string} image
 * @returns {Promise<string | undefined>} why it can't be had
 */
async function pull(host, image) {
  say(`Pulling ${image} …`);
  try {
    // Without a tag Docker would pull every one there is.
    const query = new URLSearchParams({ fromImage: /[:@][^/]*$/.test(image) ? image : `${image}:latest` });
    await streamDocker(host, `/images/create?${query}`, { idleMs: registryIdleMs });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
