import { DockerAnswerError, askDocker } from './dockerHttp.mjs';

const testLabel = 'galera-clusters.test';
const roleLabel = 'galera-clusters.role';

/**
 * The name under which a tool makes its clusters: no other sees them. Where GALERA_TEST is set, as on a machine that runs
 * several checkouts' tests side by side, it comes first.
 *
 * @param {string} name of the tool
 */
export function testScope(name) {
  const outer = process.env['GALERA_TEST'] ?? '';
  return outer === '' ? name : `${outer}-${name}`;
}

const jobPrefix = 'run-';

/**
 * The same for one of the jobs of `npm test`.
 *
 * @param {string} name of the job
 */
export function jobScope(name) {
  return testScope(`${jobPrefix}${name}`);
}

/**
 * Removes what any run of `npm test` of this name left.
 *
 * @param {string} host
 * @returns {Promise<number>} how many containers, networks and volumes there were
 */
export function removeLeftoversOfRuns(host) {
  return removeLabelled(host, (labels) => (labels[testLabel] ?? '').startsWith(testScope(jobPrefix)));
}

/**
 * Removes what was made under a name, and nothing else.
 *
 * @param {string} host
 * @param {string} scope as {@link testScope} or {@link jobScope} says it
 * @param {'all' | 'allButPrepared'} what the volumes with an image's system tables serve whoever comes next, too
 * @returns {Promise<number>} how many containers, networks and volumes there were
 */
export function removeLeftovers(host, scope, what = 'all') {
  const isWanted = (/** @type {Record<string, string>} */ labels) => what === 'all' || labels[roleLabel] !== 'prepared';
  return removeLabelled(host, (labels) => labels[testLabel] === scope && isWanted(labels));
}

/**
 * @param {string} host
 * @param {(labels: Record<string, string>) => boolean} isMeant
 */
async function removeLabelled(host, isMeant) {
  const filters = `filters=${encodeURIComponent(JSON.stringify({ label: [testLabel] }))}`;
  const meant = (/** @type {any[] | null} */ found) => (found ?? []).filter(({ Labels }) => isMeant(Labels ?? {}));
  const containers = meant(await askDocker(host, 'GET', `/containers/json?all=1&${filters}`));
  await removeAll(host, containers.map(({ Id }) => `/containers/${Id}?force=1&v=1`));
  const networks = meant(await askDocker(host, 'GET', `/networks?${filters}`));
  await removeAll(host, networks.map(({ Id }) => `/networks/${Id}`));
  const volumes = meant((await askDocker(host, 'GET', `/volumes?${filters}`)).Volumes);
  await removeAll(host, volumes.map(({ Name }) => `/volumes/${encodeURIComponent(Name)}?force=1`));
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
