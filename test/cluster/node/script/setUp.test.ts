import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatCredentials, generateCredentials } from '../../../../src/cluster/node/credentials';
import { sealOf } from '../../../../src/cluster/node/sealedLines';
import { serverConfig } from '../../../../src/cluster/node/serverConfig';
import { inScript, printed } from './inScript';

const credentials = generateCredentials();
const text = formatCredentials(credentials);
const state = '/var/lib/mysql/galera';
const config = (gcacheSize: string): string =>
  serverConfig({
    cluster: 'demo',
    node: 'g1',
    address: '172.18.0.11',
    traits: { sstMethod: 'rsync', gcacheSize },
    donors: [],
    sstPassword: credentials.sstPassword,
    tls: false,
  });

describe('setUp.sh', () => {
  const keep = 'keep_credentials; cat "$state/credentials" "$state/credentials.kept"';
  for (const [what, files, ln] of [
    ['those of the first start', { [`${state}/credentials`]: text }, 1],
    ['those of the last start again', { [`${state}/credentials`]: text, [`${state}/credentials.kept`]: text }, 0],
    ['new ones', { [`${state}/credentials`]: text, [`${state}/credentials.kept`]: 'monitor_password=old\n' }, 1],
    ['the last whole ones', { [`${state}/credentials`]: text.slice(0, -9), [`${state}/credentials.kept`]: text }, 0],
    ['the last where there are none', { [`${state}/credentials.kept`]: text }, 0],
  ] as const) {
    it(`keeps ${what}`, () => {
      const { stdout } = inScript(`ln() { command ln "$@"; echo linked >&2; }; ${keep}`, { files: { ...files } });
      assert.equal(stdout, text + text);
      const { stderr } = inScript(`ln() { echo linked >>"$root/ln"; }; keep_credentials; cat "$root/ln" >&2`, {
        files: { ...files },
      });
      assert.equal(stderr.includes('linked'), ln === 1);
    });
  }

  it('ends without any credentials', () => {
    const { status, stderr } = inScript('keep_credentials');
    assert.deepEqual([status, stderr.includes('its credentials are missing')], [1, true]);
  });

  for (const [what, expires, said] of [
    ['one that is good', '99999999999', ''],
    [
      'one that has expired',
      '86400',
      "this node's certificate expired on 1970-01-02; start the cluster with galera, which renews it",
    ],
  ] as const) {
    it(`looks at a certificate: ${what}`, () => {
      const { status, stderr } = inScript('check_certificate', { files: { [`${state}/tls/expires`]: `${expires}\n` } });
      assert.deepEqual(
        { status, stderr },
        { status: said === '' ? 0 : 1, stderr: said === '' ? '' : `galera-node: boot=b error: ${said}\n` },
      );
    });
  }

  for (const [gcache, bytes] of [
    ['128M', 134_217_728],
    ['2G', 2_147_483_648],
    ['512k', 524_288],
    ['1048576', 1_048_576],
  ] as const) {
    it(`reads what the server is told: a gcache of ${gcache}`, () => {
      const files = { '/etc/galera-clusters/server.cnf': config(gcache) };
      assert.deepEqual(printed('read_config; echo "$sst_receives $gcache_bytes"', { files }), [
        `files ${String(bytes)}`,
      ]);
    });
  }

  it('has the server’s group read which boot it is, and nobody else', () => {
    const programs = { chgrp: 'echo "$1"', id: 'echo by id' };
    const lines = 'tell_boot; cat "$run/boot"; stat -c %a "$run/boot"; umask';
    const [group, boot, mode, mask] = printed(lines, { programs });
    assert.match(group ?? '', /^(\d+|by id)$/);
    assert.deepEqual([boot, mode, mask], ['b', '640', '0077']);
  });

  it('begins with nothing that the last boot has left, and notes that the engine starts it', () => {
    const lines = `
      install() { for each; do [[ $each != "$root"/* ]] || command mkdir -p "$each"; done; }
      tell_boot() { echo "$boot" >"$run/boot"; }
      : >"$marks/synced"; : >"$state/boot"; : >"$state/escort"; mkdir "$data/wsrep_sst.pid"
      make_folders
      echo "$escorted"
      find "$run" "$state" "$data" -mindepth 1 -printf '%f\\n' | sort | paste -sd ' '`;
    assert.deepEqual(printed(lines), ['yes', 'boot looks mysql never served server tls']);
  });

  for (const path of ['state', 'served', 'data']) {
    it(`follows no link in place of ${path}`, () => {
      const { status, stderr } = inScript(`mv "$${path}" "$root/x"; ln -s "$root/x" "$${path}"; make_folders`);
      assert.equal(status, 1);
      assert.match(stderr, /is a link, where it has to be a folder/);
    });
  }

  it('takes over whom an earlier version has left', () => {
    const lines = 'move_old_view; cat "$served/view"; ls "$state"';
    const left = { [`${state}/view`]: 'g1,g2\n' };
    assert.deepEqual(printed(lines, { files: left }), ['g1,g2', 'served', 'tls']);
    assert.deepEqual(printed(lines, { files: { ...left, [`${state}/served/view`]: 'g3\n' } }), [
      'g3',
      'served',
      'tls',
      'view',
    ]);
  });

  it('seals what it says as the engine knows it', () => {
    const files = {
      [`${state}/accounts.sql`]: '',
      [`${state}/name`]: 'g2\n',
      [`${state}/credentials`]: text,
      '/etc/galera-clusters/server.cnf': config('128M'),
    };
    const lines = 'make_folders() { :; }; find_provider() { :; }; set_up; echo "$boot $seal $node_name"';
    const [boot = '', seal, name] = (printed(lines, { files })[0] ?? '').split(' ');
    assert.match(boot, /^[0-9a-f-]{36}$/);
    assert.deepEqual([seal, name], [sealOf(credentials.monitorPassword, boot), 'g2']);
  });

  it("is nothing that can be started without the engine's files", () => {
    const { status, stderr } = inScript('set_up');
    assert.deepEqual([status, stderr.includes("this node's files are missing")], [1, true]);
  });
});
