import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const accounts = 'CREATE USER x;\nFLUSH PRIVILEGES;\n';
const files = { '/var/lib/mysql/galera/accounts.sql': accounts };
const du = 'printf "100\\t%s\\n" "${@: -1}"';
const df = (free: number): string => `printf ' Avail\\n   ${String(free)}\\n'`;
const lay = `require_prepared() { prepared_data=$prepared/data; mkdir -p "$prepared_data/mysql"; }
rmdir "$data/mysql" "$data"
gcache_bytes=$((128 << 20))
`;

describe('initialise.sh', () => {
  for (const [free, hasRoom] of [
    [228, true],
    [227, false],
  ] as const) {
    it(`${hasRoom ? 'takes' : 'refuses'} a disk with ${String(free)} MB left for 100 and a gcache of 128`, () => {
      const { status, stderr } = inScript(`${lay}require_prepared; require_room`, { programs: { du, df: df(free) } });
      assert.equal(status, hasRoom ? 0 : 1);
      const said = 'no space left on device: an empty node takes 228 MB, and 227 MB are free';
      assert.equal(stderr, hasRoom ? '' : `galera-node: boot=b error: ${said}\n`);
    });
  }

  it('makes the accounts in a copy of what was prepared, which is then put in its place', () => {
    const programs = { du, df: df(1000), mariadbd: 'cat; printf "%s\\n" "$@" | grep datadir' };
    const lines = `${lay}initialise_data; cat "$run/install.log"; ls "$home" "$data"`;
    const said = printed(lines, { files, programs });
    assert.deepEqual(said.slice(0, 3), ['SET timestamp = DEFAULT;', 'CREATE USER x;', 'FLUSH PRIVILEGES;']);
    assert.match(said[3] ?? '', /^--datadir=.*\/data\.new$/);
    assert.deepEqual(
      said.slice(4).map((line) => line.replace(/^.*\/mysql/, '')),
      [':', 'data', 'galera', '', '/data:', 'mysql'],
    );
  });

  it("begins at the history's position 0 by a seed, once", () => {
    const programs = { du, df: df(1000), mariadbd: 'cat' };
    const lines = `${lay}initialise_data; head -n 1 "$run/install.log"; tail -n 3 "$data/grastate.dat"; ls "$state"`;
    const seed = { '/var/lib/mysql/galera/seed': '00000000-0000-0000-0000-000000000001 12345\n' };
    assert.deepEqual(printed(lines, { files: { ...files, ...seed }, programs }), [
      'SET timestamp = 12345;',
      'uuid:    00000000-0000-0000-0000-000000000001',
      'seqno:   0',
      'safe_to_bootstrap: 0',
      'accounts.sql',
      'served',
      'spent-seed',
      'tls',
    ]);
  });

  it('leaves nothing under its final name where it breaks off', () => {
    const programs = { du, df: df(1000), mariadbd: 'echo "[ERROR] no"; exit 1' };
    const { status, stdout, stderr } = inScript(`${lay}(initialise_data) || ls "$home"`, { files, programs });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'data.new\ngalera\n' });
    assert.match(stderr, /\[ERROR\] no\n.* error: creating the accounts failed\n$/);
  });

  it('begins anew with an empty directory, whatever was given up', () => {
    const lines = `
      initialise_data() { mkdir "$data"; }
      : >"$data/old"
      echo x >"$state/given-up"
      start_over
      ls "$home" "$data" "$state" | grep -c -e old -e given-up || true
      echo "$origin $seqno"`;
    assert.deepEqual(printed(lines), ['0', 'none -1']);
  });
});
