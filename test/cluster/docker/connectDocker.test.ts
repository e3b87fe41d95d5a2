import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { connectDocker } from '../../../src/cluster/docker/connectDocker';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';

const never = new AbortController().signal;
const nobody = 65_534;

/** Root may open any socket, so this looks as someone else where root runs the tests. */
async function asOrdinaryUser<T>(look: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) {
    return look();
  }
  process.seteuid?.(nobody);
  try {
    return await look();
  } finally {
    process.seteuid?.(0);
  }
}

describe('connectDocker', () => {
  let folder: string;
  let servers: Server[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'galera-sockets-'));
    chmodSync(folder, 0o755);
    servers = [];
  });

  afterEach(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true });
  });

  /** An engine's socket below the test's folder. */
  async function listen(path: string, answer: RequestListener): Promise<string> {
    const socket = join(folder, path);
    mkdirSync(join(socket, '..'), { recursive: true });
    const server = createServer(answer).listen(socket);
    servers.push(server);
    await once(server, 'listening');
    return socket;
  }

  const healthy: RequestListener = (request, response) =>
    response.writeHead(request.url === '/_ping' ? 200 : 404).end('OK');

  /** Connects to the configured host, else to the socket that DOCKER_HOST names in the test's folder. */
  function connect(configuredHost?: string, signal = never): ReturnType<typeof connectDocker> {
    // An engine may listen on this machine's default socket: a host that is chosen shuts it out.
    const env = configuredHost === undefined ? { DOCKER_HOST: `unix://${join(folder, 'docker.sock')}` } : {};
    const environment = { platform: 'linux', env, homeDirectory: folder, readFile: () => undefined } as const;
    return connectDocker({ signal, environment, ...(configuredHost === undefined ? {} : { configuredHost }) });
  }

  async function failure(connecting: Promise<unknown>): Promise<GaleraError> {
    const error: unknown = await connecting.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert(GaleraError.is(error), `instead of a GaleraError: ${String(error)}`);
    return error;
  }

  it('finds the engine that answers on the configured socket', async () => {
    const socket = await listen('own.sock', healthy);
    const { host } = await connect(`unix://${socket}`);
    assert.equal(host, `unix://${socket}`);
  });

  it("finds the engine that DOCKER_HOST names, and isn't led astray by the process's own", async () => {
    const socket = await listen('docker.sock', healthy);
    const own = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:1';
    try {
      const { docker, host } = await connect();
      assert.equal(host, `unix://${socket}`);
      assert.equal(String(await docker.ping()), 'OK');
    } finally {
      if (own === undefined) {
        delete process.env['DOCKER_HOST'];
      } else {
        process.env['DOCKER_HOST'] = own;
      }
    }
  });

  it('costs docker-modem nothing to put its agent into words with each request, connections and all', async () => {
    const { docker } = await connect(`unix://${await listen('own.sock', healthy)}`);
    const { agent } = docker.modem as unknown as { readonly agent: unknown };
    assert.equal(inspect({ agent }, { showHidden: true, depth: null }), '{ agent: Agent }');
  });

  it('finds an engine on a path with spaces', async () => {
    const socket = await listen('my engine/docker.sock', healthy);
    await connect(`unix://${socket.replaceAll(' ', '%20')}`);
  });

  it('finds an engine by TCP', async () => {
    const server = createServer(healthy).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    const { docker } = await connect(`tcp://127.0.0.1:${address.port}`);
    assert.equal(String(await docker.ping()), 'OK');
  });

  it('says what it tried, and where it learnt of it, where no engine is', async () => {
    const error = await failure(connect());
    assert.equal(error.code, 'dockerDown');
    assert.equal(error.details.length, 1);
    assert.match(error.details[0] ?? '', /^unix:.*docker\.sock \(DOCKER_HOST\): .*ENOENT/);
    assert.match(error.advice ?? '', /Start Docker/);
  });

  it('takes an engine that is going down for none', async () => {
    const socket = await listen('own.sock', (_request, response) => response.writeHead(503).end());
    const error = await failure(connect(`unix://${socket}`));
    assert.equal(error.code, 'dockerDown');
  });

  it('reports a setting that is no URL like any host that fails', async () => {
    const error = await failure(connect('/var/run/docker.sock'));
    assert.equal(error.code, 'dockerDown');
    assert.match(error.details[0] ?? '', /^\/var\/run\/docker\.sock \(the setting galera\.dockerHost\): /);
  });

  it("tells a socket that is closed to this user from an engine that doesn't run", async () => {
    const socket = await listen('own.sock', healthy);
    chmodSync(socket, 0o000);
    const error = await asOrdinaryUser(() => failure(connect(`unix://${socket}`)));
    assert.equal(error.code, 'dockerDenied');
    assert.match(error.message, /own\.sock/);
    assert.match(error.advice ?? '', /group "docker"/);
    assert.match(error.details[0] ?? '', /EACCES/);
  });

  for (const url of ['ssh://ada@far.test', 'tcp://far.test:2375']) {
    it(`refuses ${url} at once, which isn't on this machine`, async () => {
      const error = await failure(connect(url));
      assert.equal(error.code, 'dockerElsewhere');
      assert.match(error.message, /isn't on this machine/);
    });
  }

  it('asks nothing in the clear where TLS is asked for and its files are missing', async () => {
    let asked = false;
    const server = createServer((_request, response) => {
      asked = true;
      response.end('OK');
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${address.port}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    const environment = { platform: 'linux', env, homeDirectory: folder, readFile: () => undefined } as const;
    const error = await failure(connectDocker({ signal: never, environment }));
    assert.equal(error.code, 'dockerDown');
    assert.match(error.details.join(), /ca\.pem is missing/);
    assert.equal(asked, false);
  });

  it('is aborted while an engine is silent', async () => {
    const abort = new AbortController();
    const socket = await listen('own.sock', () => {
      abort.abort();
    });
    assert.equal((await failure(connect(`unix://${socket}`, abort.signal))).code, 'aborted');
  });

  it('pings nobody once it is aborted', async () => {
    let pinged = false;
    const socket = await listen('own.sock', (_request, response) => {
      pinged = true;
      response.end();
    });
    assert.equal((await failure(connect(`unix://${socket}`, AbortSignal.abort()))).code, 'aborted');
    assert.equal(pinged, false);
  });
});
