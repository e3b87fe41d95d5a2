import { DockerAnswerError, askDocker } from './dockerHttp.mjs';

/**
 * The name under which a suite or a tool makes its clusters: no other sees them. Where GALERA_TEST is set, as on a machine
 * that runs several checkouts' tests side by side, it comes first.
 *
 * @param {string} name of the suite or tool
 */
export function testScope(name) {
  const outer = process.env['GALERA_TEST'] ?? '';
  return outer === '' ? name : `${outer}-${name}`;
}

/**
 * Removes the containers, networks and volumes of a suite or tool, and nothing else.
 *
 * @param {string} host
 * @param {string} name of the suite or tool
 * @returns {Promise<number>} how many there were
 */
export async function removeLeftovers(host, name) {
  const filters = `filters=${encodeURIComponent(JSON.stringify({ label: [`galera-clusters.test=${testScope(name)}`] }))}`;
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
