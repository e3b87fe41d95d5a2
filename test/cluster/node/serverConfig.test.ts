import assert from 'node:assert/strict';
import { sstUser } from '../../../src/cluster/node/credentials';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { serverConfig } from '../../../src/cluster/node/serverConfig';
import { defaultTraits } from '../../../src/cluster/vocabulary/traits';

const text = serverConfig({
  cluster: 'demo',
  node: 'g2',
  address: '172.20.0.12',
  sstPassword: 'Secret1',
  traits: defaultTraits,
  donors: [],
  tls: true,
});
const settingsOf = (config: string): Map<string, string> =>
  new Map(
    config
      .split('\n')
      .filter((line) => /^[a-z-]+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
const settings = settingsOf(text);
const providerOptions = (settings.get('wsrep-provider-options') ?? '').split(';');

describe('serverConfig', () => {
  it("is an option file: the server's group, and the start script's; settings, comments and empty lines", () => {
    const lines = text.split('\n');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('[')),
      ['[mariadbd]', '[galera-node]'],
    );
    assert.equal(lines[0], '[mariadbd]');
    const others = lines.filter((line) => !/^([a-z-]+(=\S+)?|\[[a-z-]+\]|# .+)?$/.test(line));
    assert.deepEqual(others, []);
  });

  it('names every setting once', () => {
    const names = [...text.matchAll(/^([a-z-]+)=/gm)].map(([, name]) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });

  const expected: [setting: string, value: string][] = [
    ['wsrep-on', 'ON'],
    ['wsrep-cluster-name', 'demo'],
    ['wsrep-node-name', 'g2'],
    ['wsrep-node-address', '172.20.0.12'],
    ['wsrep-sst-method', 'mysqldump'],
    ['wsrep-sst-auth', `${sstUser}:Secret1`],
    ['wsrep-notify-cmd', nodePaths.notify],
    ['datadir', nodePaths.data],
    ['binlog-format', 'ROW'],
    ['default-storage-engine', 'InnoDB'],
    ['innodb-autoinc-lock-mode', '2'],
    ['innodb-flush-log-at-trx-commit', '1'],
    ['ssl-ca', nodePaths.ca],
    ['ssl-cert', nodePaths.certificate],
    ['ssl-key', nodePaths.key],
    ['require-secure-transport', 'ON'],
    ['loose-plugin-wsrep-provider', 'OFF'],
  ];
  for (const [setting, value] of expected) {
    it(`sets ${setting} to ${value}`, () => {
      assert.equal(settings.get(setting), value);
    });
  }

  it('takes method, gcache and donors from the cluster, with any other donor after those', () => {
    const traits = { sstMethod: 'rsync', gcacheSize: '1G' } as const;
    const own = serverConfig({
      cluster: 'demo',
      node: 'g1',
      address: '172.20.0.11',
      sstPassword: 'Secret1',
      traits,
      tls: true,
      donors: ['g3', 'g2'],
    });
    assert.match(own, /\n\[sst\]\nssl-mode=VERIFY_CA\n/);
    assert.match(own, /^wsrep-sst-method=rsync\nwsrep-sst-donor=g3,g2,$/m);
    assert.match(own, /^wsrep-provider-options=gcache\.size=1G;/m);
  });

  it('leaves the donor to the server where none is named', () => {
    assert.equal(settings.has('wsrep-sst-donor'), false);
  });

  it('lets no node found a component by what it remembers of the last one', () => {
    assert(providerOptions.includes('pc.recovery=no'));
  });

  it('has the nodes show each other their certificates', () => {
    const expected = [
      'socket.ssl=YES',
      `socket.ssl_ca=${nodePaths.ca}`,
      `socket.ssl_cert=${nodePaths.certificate}`,
      `socket.ssl_key=${nodePaths.key}`,
    ];
    assert.deepEqual(
      providerOptions.filter((option) => option.startsWith('socket.')),
      expected,
    );
  });

  it('says nothing of TLS for a cluster without', () => {
    const plain = serverConfig({
      cluster: 'demo',
      node: 'g2',
      address: '172.20.0.12',
      sstPassword: 'Secret1',
      traits: defaultTraits,
      donors: [],
      tls: false,
    });
    assert.deepEqual(
      [...settingsOf(plain).keys()].filter((name) => /ssl|tls|secure-transport/.test(name)),
      [],
    );
    assert.doesNotMatch(settingsOf(plain).get('wsrep-provider-options') ?? '', /ssl/);
  });

  it('lets nobody but the nodes in where there are no certificates, and leaves that to these where there are', () => {
    const own = {
      cluster: 'demo',
      node: 'g1',
      address: '172.20.0.11',
      sstPassword: 'Secret1',
      traits: defaultTraits,
      donors: [],
      nodeAddresses: ['172.20.0.11', '172.20.0.12'],
    };
    assert.equal(
      settingsOf(serverConfig({ ...own, tls: false })).get('loose-wsrep-allowlist'),
      '172.20.0.11,172.20.0.12',
    );
    assert.equal(settingsOf(serverConfig({ ...own, tls: true })).has('loose-wsrep-allowlist'), false);
  });

  it('lets a donor that crashed still serve IST', () => {
    assert(providerOptions.includes('gcache.recover=yes'));
  });

  for (const setting of ['wsrep-provider', 'wsrep-cluster-address', 'wsrep-start-position', 'wsrep-new-cluster']) {
    it(`leaves ${setting} to the start script`, () => {
      assert.equal(settings.has(setting), false);
    });
  }
});
