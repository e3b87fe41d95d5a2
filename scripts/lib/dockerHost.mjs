import { homedir } from 'node:os';
import { askDocker } from './dockerHttp.mjs';
import { findCommand, runCommand } from './runCommand.mjs';

export const defaultHost =
  process.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';
/** Where Docker Desktop, Colima and Rancher Desktop listen, below the home folder. */
const desktopSockets = [
  '.docker/run/docker.sock',
  '.docker/desktop/docker.sock',
  '.colima/default/docker.sock',
  '.rd/docker.sock',
];
const pingMs = 5000;

/**
 * Where a Docker engine may listen. One that the user chose, by DOCKER_HOST or a CLI context, stands alone.
 *
 * @returns {Promise<{ hosts: readonly string[], chosen: boolean }>}
 */
export async function readHosts() {
  const chosen = process.env['DOCKER_HOST'] ?? (await readContextHost());
  if (chosen !== undefined && chosen !== '' && chosen !== defaultHost) {
    return { hosts: [chosen], chosen: true };
  }
  const runtimeFolder = process.env['XDG_RUNTIME_DIR'];
  return {
    hosts: [
      defaultHost,
      ...(runtimeFolder === undefined ? [] : [`unix://${runtimeFolder}/docker.sock`]),
      ...desktopSockets.map((socket) => `unix://${homedir()}/${socket}`),
    ],
    chosen: false,
  };
}

/**
 * @param {string} host
 * @returns {Promise<'answers' | 'denied' | 'down'>}
 */
export async function pingDocker(host) {
  try {
    await askDocker(host, 'GET', '/_ping', { timeoutMs: pingMs });
    return 'answers';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'denied' : 'down';
  }
}

async function readContextHost() {
  if (findCommand('docker') === undefined) {
    return undefined;
  }
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  return await runCommand('docker', args).then(
    (text) => text.trim(),
    () => undefined,
  );
}
