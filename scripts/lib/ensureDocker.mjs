import { aptInstall, canAptInstall } from './aptInstall.mjs';
import { defaultHost, isOfThisMachine, pingDocker, readHosts } from './dockerHost.mjs';
import { findCommand } from './runCommand.mjs';
import { hasServices, startDockerd, startDockerService } from './startDockerd.mjs';
import { say, UserError } from './userError.mjs';

/**
 * Finds the Docker engine that answers; as root on Debian or Ubuntu installs and starts one where none does.
 * What this process runs afterwards uses the same engine.
 *
 * @returns {Promise<string>} its address, as DOCKER_HOST writes it
 * @throws {UserError} saying what to install or to start
 */
export async function ensureDocker() {
  const host = await findOrStart();
  if (host !== defaultHost) {
    process.env['DOCKER_HOST'] = host;
  }
  return host;
}

/**
 * Does so beside something else, as it needs no npm package; what stands in its way is said by the ensureDocker() to
 * come.
 */
export async function startDocker() {
  await ensureDocker().catch(() => {});
}

async function findOrStart() {
  const { hosts, chosen } = await readHosts();
  const elsewhere = hosts.find((host) => !isOfThisMachine(host));
  if (elsewhere !== undefined) {
    throw new UserError(
      `Docker at ${elsewhere} isn't on this machine, where its clusters have to be: set DOCKER_HOST to a socket, or unset it and DOCKER_CONTEXT.`,
    );
  }
  const answers = await Promise.all(hosts.map(pingDocker));
  const answering = hosts[answers.indexOf('answers')];
  if (answering !== undefined) {
    return answering;
  }
  const denied = hosts[answers.indexOf('denied')];
  if (denied !== undefined) {
    throw new UserError(`Docker refuses this user at ${denied}: join the group docker, log in again and try again.`);
  }
  if (chosen) {
    throw new UserError(`No Docker engine answers at ${hosts[0]}: start it, or unset DOCKER_HOST and DOCKER_CONTEXT.`);
  }
  await installAndStart();
  return defaultHost;
}

async function installAndStart() {
  if (process.platform !== 'linux') {
    throw new UserError('No Docker engine answers: install Docker Desktop, start it and try again.');
  }
  if (process.getuid?.() !== 0) {
    throw new UserError(
      'No Docker engine answers: install Docker Engine and start it (sudo systemctl start docker), then try again.',
    );
  }
  const isInstalled = findCommand('dockerd') !== undefined;
  const way = wayToDocker({ isInstalled, hasServices: hasServices() });
  if (way === 'leave') {
    throw new UserError(
      'The Docker engine is installed and stopped: start it (systemctl start docker), then try again.',
    );
  }
  if (!isInstalled) {
    await installDocker();
  }
  if ((await pingDocker(defaultHost)) !== 'answers') {
    await (way === 'service' ? startDockerService() : startDockerd());
  }
}

/**
 * How an engine that doesn't answer comes to do so: one that is there and is a service was stopped by whoever looks
 * after the machine.
 *
 * @param {{ isInstalled: boolean, hasServices: boolean }} machine
 * @returns {'leave' | 'service' | 'daemon'}
 */
export function wayToDocker({ isInstalled, hasServices }) {
  if (!hasServices) {
    return 'daemon';
  }
  return isInstalled ? 'leave' : 'service';
}

async function installDocker() {
  if (!canAptInstall()) {
    throw new UserError('No Docker engine is installed: install Docker Engine, start it and try again.');
  }
  say(
    "No Docker engine is installed here: Debian's docker.io is, by apt, with ca-certificates and cgroupfs-mount. Nothing is removed for them.",
  );
  try {
    // An image registry wants ca-certificates; a machine without systemd may want its cgroups mounted.
    await aptInstall(['docker.io', 'ca-certificates', 'cgroupfs-mount']);
  } catch (error) {
    // The package's last step, starting the service, fails where nothing manages services.
    if (findCommand('dockerd') === undefined) {
      throw error;
    }
  }
}
