import { createHash } from 'node:crypto';

/** A place where a Docker engine may listen. */
export interface DockerHost {
  /** As DOCKER_HOST writes it: unix:///path, npipe:////./pipe/name, tcp://host:port, ssh://user@host … */
  readonly url: string;
  /** Where we learnt of it, for the list of what was tried. */
  readonly source: string;
  /** Set where a wrong host must be reported and not passed over: the user named it. */
  readonly chosen: boolean;
  /** The folder with ca.pem, cert.pem and key.pem for TLS. */
  readonly tlsDirectory?: string;
  /** Whether TLS is asked for, also where that folder is missing. */
  readonly tlsRequired?: boolean;
}

/** Whether Docker is on this machine there: behind a socket, a pipe or an address of this machine only. */
export function isOfThisMachine(url: string): boolean {
  if (!URL.canParse(url)) {
    return false;
  }
  // As connectDocker.ts reads it: another reading could be of another host.
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'unix:' ||
    protocol === 'npipe:' ||
    (/^(tcp|https?):$/.test(protocol) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname))
  );
}

/** What host detection looks at; passed in, so that it is tested without Docker or another platform. */
export interface HostEnvironment {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  /** A file's text, or undefined where it can't be read. */
  readFile(path: string): string | undefined;
}

/** The endpoint that a Docker CLI context names. */
function contextHost(name: string, source: string, at: HostEnvironment): DockerHost | undefined {
  const id = createHash('sha256').update(name).digest('hex');
  const folder = at.env['DOCKER_CONFIG'] ?? `${at.homeDirectory}/.docker`;
  const text = at.readFile(`${folder}/contexts/meta/${id}/meta.json`);
  if (text === undefined) {
    return undefined;
  }
  try {
    const meta = JSON.parse(text) as { Endpoints?: { docker?: { Host?: string } } };
    const url = meta.Endpoints?.docker?.Host;
    return url === undefined || url === ''
      ? undefined
      : { url, source, chosen: true, tlsDirectory: `${folder}/contexts/tls/${id}/docker` };
  } catch {
    return undefined;
  }
}

function currentContext(at: HostEnvironment): string | undefined {
  const folder = at.env['DOCKER_CONFIG'] ?? `${at.homeDirectory}/.docker`;
  const text = at.readFile(`${folder}/config.json`);
  if (text === undefined) {
    return undefined;
  }
  try {
    return (JSON.parse(text) as { currentContext?: string }).currentContext;
  } catch {
    return undefined;
  }
}

function wellKnownSockets(at: HostEnvironment): [path: string, source: string][] {
  const home = at.homeDirectory;
  const runtime = at.env['XDG_RUNTIME_DIR'];
  return [
    ['/var/run/docker.sock', 'the default socket'],
    ...(runtime === undefined ? [] : [[`${runtime}/docker.sock`, 'rootless Docker'] as [string, string]]),
    [`${home}/.docker/run/docker.sock`, 'Docker Desktop'],
    [`${home}/.docker/desktop/docker.sock`, 'Docker Desktop'],
    [`${home}/.colima/default/docker.sock`, 'Colima'],
    [`${home}/.rd/docker.sock`, 'Rancher Desktop'],
    ...(runtime === undefined ? [] : [[`${runtime}/podman/podman.sock`, 'Podman'] as [string, string]]),
  ];
}

/**
 * Where to look for Docker, in the order people expect: the setting, DOCKER_HOST, the CLI's context, then the
 * sockets that the usual installations make. A host the user chose ends the list: falling through to another
 * engine would show clusters of a machine that wasn't asked about.
 */
export function dockerHostCandidates(configuredHost: string | undefined, at: HostEnvironment): DockerHost[] {
  if (configuredHost !== undefined && configuredHost !== '') {
    return [{ url: configuredHost, source: 'the setting galera.dockerHost', chosen: true }];
  }
  const fromEnv = at.env['DOCKER_HOST'];
  if (fromEnv !== undefined && fromEnv !== '') {
    const tlsDirectory = at.env['DOCKER_TLS_VERIFY']
      ? (at.env['DOCKER_CERT_PATH'] ?? `${at.homeDirectory}/.docker`)
      : undefined;
    return [
      {
        url: fromEnv,
        source: 'DOCKER_HOST',
        chosen: true,
        ...(tlsDirectory === undefined ? {} : { tlsDirectory, tlsRequired: true }),
      },
    ];
  }
  const named = at.env['DOCKER_CONTEXT'];
  const context = named !== undefined && named !== '' ? named : currentContext(at);
  if (context !== undefined && context !== '' && context !== 'default') {
    const source = `the Docker context "${context}"`;
    return [
      contextHost(context, source, at) ?? { url: 'unknown:', source: `${source}, which isn't defined`, chosen: true },
    ];
  }
  const pipes: DockerHost[] = [{ url: 'npipe:////./pipe/docker_engine', source: 'the default pipe', chosen: false }];
  return at.platform === 'win32'
    ? pipes
    : wellKnownSockets(at).map(([path, source]) => ({ url: `unix://${path}`, source, chosen: false }));
}
