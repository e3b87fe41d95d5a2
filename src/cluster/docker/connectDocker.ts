import { existsSync, readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { GaleraError, throwIfAborted } from '../vocabulary/errors';
import { followSignal } from '../async/followSignal';
import { ping } from './boundedCalls';
import { type DockerHost, dockerHostCandidates, type HostEnvironment, isOfThisMachine } from './dockerHosts';

export interface DockerConnection {
  readonly docker: Docker;
  /** The host that answered, as a URL. */
  readonly host: string;
}

const pingTimeoutMs = 5_000;

/** As Node's own agents keep connections. */
const keeping = { keepAlive: true, scheduling: 'lifo', timeout: 5_000 } as const;

function thisMachine(): HostEnvironment {
  return {
    platform: process.platform,
    env: process.env,
    homeDirectory: homedir(),
    readFile: (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}

interface TlsFiles {
  readonly ca: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/**
 * What to speak TLS with; undefined where it isn't asked for. Where it is, nothing is asked in the clear.
 *
 * @throws GaleraError `dockerDown` where the authority is missing
 */
function tlsFiles({ tlsDirectory: directory, tlsRequired = false }: DockerHost): TlsFiles | undefined {
  if (directory === undefined || (!tlsRequired && !existsSync(directory))) {
    return undefined;
  }
  const read = (file: string): Buffer | undefined =>
    existsSync(join(directory, file)) ? readFileSync(join(directory, file)) : undefined;
  const [ca, cert, key] = [read('ca.pem'), read('cert.pem'), read('key.pem')];
  if (ca === undefined) {
    throw new GaleraError('dockerDown', `Docker is to be asked by TLS, and ${join(directory, 'ca.pem')} is missing.`, {
      advice: 'Put it there, or ask Docker by its socket.',
    });
  }
  return { ca, ...(cert === undefined || key === undefined ? {} : { cert, key }) };
}

/**
 * docker-modem takes an agent, of which dockerode's types don't know. With each request it puts that into words for a
 * log, whether anyone reads it or not (lib/modem.js, buildRequest): with all its connections that took more time than
 * all else did here.
 */
function through(agent: HttpAgent, options: Docker.DockerOptions): Docker {
  Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
  const withAgent: Docker.DockerOptions & { readonly agent: HttpAgent } = { ...options, agent };
  return new Docker(withAgent);
}

/**
 * Host, port and protocol are always named, an empty host for a socket: docker-modem takes from DOCKER_HOST
 * whatever is left open, and a host before a socket.
 */
function openDocker(host: DockerHost): Docker {
  const { protocol, hostname, port, pathname } = new URL(host.url);
  if (protocol === 'unix:' || protocol === 'npipe:') {
    const socketPath = protocol === 'unix:' ? decodeURIComponent(pathname) : host.url.slice('npipe://'.length);
    if (socketPath === '') {
      throw new Error('no path of a socket');
    }
    return through(new HttpAgent(keeping), { socketPath, host: '', port: 0, protocol: 'http' });
  }
  if (protocol === 'unknown:') {
    throw new Error('no such context');
  }
  const tls = tlsFiles(host);
  const secure = protocol === 'https:' || tls !== undefined;
  const defaultPort = secure ? 2376 : 2375;
  return through(secure ? new HttpsAgent({ ...keeping, ...tls }) : new HttpAgent(keeping), {
    protocol: secure ? 'https' : 'http',
    host: hostname,
    port: port === '' ? defaultPort : Number(port),
    ...tls,
  });
}

/**
 * The nodes' ports are published on 127.0.0.1 of the machine that Docker is on, and what crosses a network to it there
 * isn't anybody's here to protect.
 *
 * @throws GaleraError `dockerElsewhere`
 */
function assertThisMachine({ url, source }: DockerHost): void {
  if (URL.canParse(url) && !url.startsWith('unknown:') && !isOfThisMachine(url)) {
    throw new GaleraError(
      'dockerElsewhere',
      `Docker at ${url} (${source}) isn't on this machine, where its clusters have to be.`,
      {
        advice:
          'Name a Docker engine of this machine, by its socket: galera.dockerHost, DOCKER_HOST or "docker context use".',
      },
    );
  }
}

/** Rejects when the engine refuses, or hasn't answered by the time the signal fires. */
async function answersPing(docker: Docker, signal: AbortSignal): Promise<void> {
  try {
    await ping(docker, signal);
  } catch (error) {
    throw signal.aborted ? new Error('no answer', { cause: error }) : error;
  }
}

function isDenied(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EACCES' || code === 'EPERM';
}

/**
 * Finds the Docker engine: each candidate of {@link dockerHostCandidates} is pinged until one answers.
 *
 * @throws GaleraError `dockerElsewhere` for one that isn't on this machine, `dockerDenied` where an engine is there but
 * its socket is closed to this user, else `dockerDown`; `details` lists what was tried and what each said. `aborted`.
 */
export async function connectDocker(options: {
  configuredHost?: string;
  signal: AbortSignal;
  environment?: HostEnvironment;
}): Promise<DockerConnection> {
  const tried: string[] = [];
  let denied: DockerHost | undefined;
  for (const host of dockerHostCandidates(options.configuredHost, options.environment ?? thisMachine())) {
    throwIfAborted(options.signal);
    assertThisMachine(host);
    try {
      const docker = openDocker(host);
      const deadline = followSignal(options.signal, pingTimeoutMs);
      await answersPing(docker, deadline.signal).finally(deadline.end);
      return { docker, host: host.url };
    } catch (error) {
      throwIfAborted(options.signal);
      if (isDenied(error)) {
        denied ??= host;
      }
      const reason = error instanceof Error ? error.message : String(error);
      tried.push(`${host.url} (${host.source}): ${reason}`);
    }
  }
  if (denied !== undefined) {
    throw new GaleraError('dockerDenied', `This user may not use Docker's socket at ${denied.url}.`, {
      advice: 'Add the user to the group "docker" and log in again, or point galera.dockerHost at another engine.',
      details: tried,
    });
  }
  throw new GaleraError('dockerDown', "Docker doesn't answer.", {
    advice: 'Start Docker, or point the setting galera.dockerHost or DOCKER_HOST at a running engine.',
    details: tried,
  });
}
