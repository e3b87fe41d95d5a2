import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { dockerHostCandidates, type HostEnvironment, isOfThisMachine } from '../../../src/cluster/docker/dockerHosts';

const home = '/home/ada';
const remote = 'ssh://ada@far.test';

function machine({
  env = {},
  files = {},
  platform = 'linux',
}: {
  env?: Record<string, string>;
  files?: Record<string, string>;
  platform?: NodeJS.Platform;
} = {}): HostEnvironment {
  return { platform, env, homeDirectory: home, readFile: (path) => files[path] };
}

/** The file in which the Docker CLI keeps a context, below its folder. */
function contextFile(name: string, host: string, folder = `${home}/.docker`): Record<string, string> {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  return { [`${folder}/contexts/meta/${id}/meta.json`]: JSON.stringify(meta) };
}

const currentContext = (name: string, folder = `${home}/.docker`): Record<string, string> => ({
  [`${folder}/config.json`]: JSON.stringify({ auths: {}, currentContext: name }),
});

const urls = (at: HostEnvironment, configured?: string): string[] =>
  dockerHostCandidates(configured, at).map(({ url }) => url);

const defaultSockets = urls(machine());

describe('dockerHostCandidates', () => {
  it('looks at the usual sockets where nothing is chosen, the default one first', () => {
    assert.deepEqual(urls(machine({ env: { XDG_RUNTIME_DIR: '/run/user/1000' } })), [
      'unix:///var/run/docker.sock',
      'unix:///run/user/1000/docker.sock',
      `unix://${home}/.docker/run/docker.sock`,
      `unix://${home}/.docker/desktop/docker.sock`,
      `unix://${home}/.colima/default/docker.sock`,
      `unix://${home}/.rd/docker.sock`,
      'unix:///run/user/1000/podman/podman.sock',
    ]);
  });

  it('leaves out the sockets of a session where there is none', () => {
    assert.deepEqual(
      defaultSockets.filter((url) => url.includes('podman') || url.includes('undefined')),
      [],
    );
    assert.equal(defaultSockets[0], 'unix:///var/run/docker.sock');
  });

  it('looks at the pipe on Windows', () => {
    assert.deepEqual(urls(machine({ platform: 'win32' })), ['npipe:////./pipe/docker_engine']);
  });

  const everything = {
    env: { DOCKER_HOST: 'tcp://127.0.0.1:2375', DOCKER_CONTEXT: 'far' },
    files: { ...contextFile('far', remote), ...contextFile('near', 'unix:///near.sock'), ...currentContext('near') },
  };

  const chosen: { what: string; at: HostEnvironment; configured?: string; url: string; source: RegExp }[] = [
    {
      what: 'the setting, before all else',
      at: machine(everything),
      configured: 'unix:///own.sock',
      url: 'unix:///own.sock',
      source: /galera\.dockerHost/,
    },
    {
      what: 'DOCKER_HOST, before any context',
      at: machine(everything),
      url: 'tcp://127.0.0.1:2375',
      source: /DOCKER_HOST/,
    },
    {
      what: 'DOCKER_CONTEXT, before the current context',
      at: machine({ ...everything, env: { DOCKER_CONTEXT: 'far' } }),
      url: remote,
      source: /"far"/,
    },
    {
      what: 'the current context',
      at: machine({ ...everything, env: {} }),
      url: 'unix:///near.sock',
      source: /"near"/,
    },
    {
      what: 'the current context of another DOCKER_CONFIG',
      at: machine({
        env: { DOCKER_CONFIG: '/etc/docker-cli' },
        files: { ...contextFile('far', remote, '/etc/docker-cli'), ...currentContext('far', '/etc/docker-cli') },
      }),
      url: remote,
      source: /"far"/,
    },
    {
      what: 'DOCKER_HOST on Windows',
      at: machine({ platform: 'win32', env: { DOCKER_HOST: remote } }),
      url: remote,
      source: /DOCKER_HOST/,
    },
  ];
  for (const { what, at, configured, url, source } of chosen) {
    it(`takes ${what}, and looks nowhere else`, () => {
      const candidates = dockerHostCandidates(configured, at);
      assert.deepEqual(
        candidates.map((host) => [host.url, host.chosen]),
        [[url, true]],
      );
      assert.match(candidates[0]?.source ?? '', source);
    });
  }

  const nothingChosen: [what: string, at: HostEnvironment][] = [
    ['an empty DOCKER_HOST', machine({ env: { DOCKER_HOST: '' } })],
    ['an empty DOCKER_CONTEXT', machine({ env: { DOCKER_CONTEXT: '' } })],
    ['the context "default"', machine({ env: { DOCKER_CONTEXT: 'default' }, files: currentContext('far') })],
    ['a CLI configuration without a context', machine({ files: { [`${home}/.docker/config.json`]: '{"auths":{}}' } })],
    ['a CLI configuration that is no JSON', machine({ files: { [`${home}/.docker/config.json`]: '{' } })],
  ];
  for (const [what, at] of nothingChosen) {
    it(`takes ${what} for no choice`, () => {
      const candidates = dockerHostCandidates('', at);
      assert.deepEqual(
        candidates.map(({ url }) => url),
        defaultSockets,
      );
      assert(candidates.every((host) => !host.chosen));
    });
  }

  it("takes TLS files from DOCKER_CERT_PATH, or the CLI's folder, only where TLS is asked for", () => {
    const tlsDirectory = (env: Record<string, string>): string | undefined =>
      dockerHostCandidates(undefined, machine({ env: { DOCKER_HOST: 'tcp://far.test:2376', ...env } }))[0]
        ?.tlsDirectory;
    assert.equal(tlsDirectory({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' }), '/certs');
    assert.equal(tlsDirectory({ DOCKER_TLS_VERIFY: '1' }), `${home}/.docker`);
    assert.equal(tlsDirectory({ DOCKER_CERT_PATH: '/certs' }), undefined);
  });

  it("takes a context's TLS files from beside its description", () => {
    const at = machine({ files: { ...contextFile('far', 'tcp://far.test:2376'), ...currentContext('far') } });
    const id = createHash('sha256').update('far').digest('hex');
    assert.equal(dockerHostCandidates(undefined, at)[0]?.tlsDirectory, `${home}/.docker/contexts/tls/${id}/docker`);
  });
});

describe('isOfThisMachine', () => {
  for (const [url, is] of [
    ['unix:///var/run/docker.sock', true],
    ['npipe:////./pipe/docker_engine', true],
    ['tcp://127.0.0.1:2375', true],
    ['tcp://127.8.8.8:2375', true],
    ['tcp://localhost:2376', true],
    ['tcp://[::1]:2375', true],
    ['https://127.0.0.1:2376', true],
    ['ssh://ada@far.test', false],
    ['ssh://ada@localhost', false],
    ['tcp://10.0.0.7:2375', false],
    ['tcp://127.0.0.1.far.test:2375', false],
    ['tcp://ada@far.test:2375', false],
    ['tcp://127.0.0.1\\@192.0.2.2:2375', false],
    ['tcp://127.0.0.1:x@192.0.2.2:2375', false],
    ['tcp://0.0.0.0:2375', false],
    ['docker.sock', false],
  ] as const) {
    it(`${String(is)}: ${url}`, () => {
      assert.equal(isOfThisMachine(url), is);
    });
  }
});
