import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { DockerAnswerError, askDocker } from './dockerHttp.mjs';

const testLabel = 'galera-clusters.test';
const roleLabel = 'galera-clusters.role';

const hostKey = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const run = `run-${hostKey}-${process.pid}-${Math.floor(Date.now() / 1_000)}`;

/**
 * Longer than any run takes: what another machine, or another container, began longer ago than that is nobody's any
 * more.
 */
const longestRunSeconds = 12 * 3_600;

/**
 * The name under which a part of this run makes its clusters: nobody else sees them, another run neither.
 *
 * @param {string} name of a tool, or of a job of `npm test`
 */
export function testScope(name) {
  return `${run}-${name}`;
}

/**
 * Whether the run that a scope names has come to its end without removing what it made.
 *
 * @param {string} scope
 * @param {{ hostKey: string, seconds: number, lives: (pid: number) => boolean }} here `seconds` is the time, since 1970
 */
export function hasLapsed(scope, here) {
  const [, host, pid, began] = /^run-([0-9a-f]{8})-(\d+)-(\d+)-/.exec(scope) ?? [];
  if (host === undefined) {
    return false;
  }
  const isOld = here.seconds - Number(began) > longestRunSeconds;
  return isOld || (host === here.hostKey && !here.lives(Number(pid)));
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Removes what runs left that have ended, and nothing that lives.
 *
 * @param {string} host
 * @returns {Promise<number>} how many containers, networks and volumes there were
 */
export function removeLapsed(host) {
  const here = { hostKey, seconds: Date.now() / 1_000, lives };
  return removeLabelled(host, (labels) => hasLapsed(labels[testLabel] ?? '', here));
}

/**
 * Removes what this run made and has left.
 *
 * @param {string} host
 */
export function removeLeftoversOfRun(host) {
  return removeLabelled(host, (labels) => (labels[testLabel] ?? '').startsWith(`${run}-`));
}

/**
 * Removes what was made under a name, and nothing else.
 *
 * @param {string} host
 * @param {string} scope as {@link testScope} says it
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
  await removeAll(
    host,
    containers.map(({ Id }) => `/containers/${Id}?force=1&v=1`),
  );
  const networks = meant(await askDocker(host, 'GET', `/networks?${filters}`));
  await removeAll(
    host,
    networks.map(({ Id }) => `/networks/${Id}`),
  );
  const volumes = meant((await askDocker(host, 'GET', `/volumes?${filters}`)).Volumes);
  await removeAll(
    host,
    volumes.map(({ Name }) => `/volumes/${encodeURIComponent(Name)}?force=1`),
  );
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
