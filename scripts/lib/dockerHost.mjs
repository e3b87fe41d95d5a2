import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
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
  const chosen = process.env['DOCKER_HOST'] ?? (await useContext());
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

/**
 * Whether Docker is on this machine there: behind a socket, a pipe or an address of this machine only. @param {string}
 * host
 */
export function isOfThisMachine(host) {
  return /^(unix|npipe):|^(tcp|https?):\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?\/?$/.test(host);
}

/** The host of the CLI's context; its TLS files go to what asks Docker by the environment. */
async function useContext() {
  if (findCommand('docker') === undefined) {
    return undefined;
  }
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}\t{{.Storage.TLSPath}}'];
  const text = await runCommand('docker', args).catch(() => undefined);
  const [host, tlsPath = ''] = text?.trim().split('\t') ?? [];
  const certificates = join(tlsPath, 'docker');
  if (tlsPath !== '' && existsSync(certificates) && (process.env['DOCKER_TLS_VERIFY'] ?? '') === '') {
    Object.assign(process.env, { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates });
  }
  return host;
}
