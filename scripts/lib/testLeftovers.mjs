import { DockerAnswerError, askDocker } from './dockerHttp.mjs';

/** What the engine and the tests put on everything that a test makes. */
export const testLabel = 'galera-clusters.test=1';

/**
 * Removes the containers, networks and volumes that carry a label, and nothing else.
 *
 * @param {string} host
 * @param {string} [label]
 * @returns {Promise<number>} how many there were
 */
export async function removeLabelled(host, label = testLabel) {
  const filters = `filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`;
  const containers = await askDocker(host, 'GET', `/containers/json?all=1&${filters}`);
  await removeAll(host, containers.map((/** @type {any} */ { Id }) => `/containers/${Id}?force=1&v=1`));
  const networks = await askDocker(host, 'GET', `/networks?${filters}`);
  await removeAll(host, networks.map((/** @type {any} */ { Id }) => `/networks/${Id}`));
  const volumes = (await askDocker(host, 'GET', `/volumes?${filters}`)).Volumes ?? [];
  await removeAll(host, volumes.map((/** @type {any} */ { Name }) => `/volumes/${encodeURIComponent(Name)}?force=1`));
  return containers.length + networks.length + volumes.length;
}

/**
 * @param {string} host
 * @param {readonly string[]} paths
 */
async function removeAll(host, paths) {
  await Promise.all(
    paths.map(async (path) => {
      try {
        await askDocker(host, 'DELETE', path);
      } catch (error) {
        // 404: it went by itself. 409: a container that removes itself is on its way out.
        if (!(error instanceof DockerAnswerError && [404, 409].includes(error.statusCode))) {
          throw error;
        }
      }
    }),
  );
}
