import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sstUser } from '../../src/cluster/node/credentials';
import { serverConfig } from '../../src/cluster/node/serverConfig';
import { defaultTraits } from '../../src/cluster/vocabulary/traits';
import { sstScriptFiles } from '../../src/sst/installSst';
import { stateUuid } from '../cluster/views';

const position = `${stateUuid}:12`;

describe('wsrep_sst_mysqldump', () => {
  let folder: string;
  let script: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'galera-sst-'));
    script = join(folder, 'wsrep_sst_mysqldump');
    writeFileSync(script, sstScriptFiles()[0]?.content ?? '');
    const settings = {
      cluster: 'demo',
      node: 'g1',
      address: '127.0.0.1',
      sstPassword: 'Secret1',
      traits: defaultTraits,
      donors: [],
      tls: false,
    };
    writeFileSync(join(folder, 'server.cnf'), serverConfig(settings));
    writeFileSync(join(folder, 'empty.cnf'), '[mariadbd]\n');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('has no part that a shell would put into a file, for which there may be no room', () => {
    const hereDocuments = [...readFileSync(script, 'utf8').matchAll(/<<'(\w+)'\n([^]*?)\n\1\n/g)];
    assert.ok(hereDocuments.length > 1);
    // What a pipe of Linux holds.
    hereDocuments.forEach(([, name, text]) => {
      assert.ok(Buffer.byteLength(text ?? '') < 65_000, name);
    });
  });

  /** Runs the script as a donor's server does, with some arguments changed; undefined leaves one out. */
  function donate(changes: Record<string, string | undefined>, ...flags: string[]): ReturnType<typeof spawnSync> {
    const args = {
      '--defaults-file': join(folder, 'server.cnf'),
      '--address': '127.0.0.1:1',
      '--port': '1',
      '--local-port': '3306',
      '--socket': join(folder, 'none.sock'),
      '--datadir': folder,
      '--gtid': position,
      '--gtid-domain-id': '0',
      ...changes,
    };
    const given = Object.entries(args).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
    const all = [script, ...given, ...flags, '--mysqld-args', 'mariadbd', '--address', 'not ours'];
    return spawnSync('bash', all, { cwd: folder, encoding: 'utf8' });
  }

  const verdicts = (stderr: string | Buffer): string[] =>
    String(stderr)
      .split('\n')
      .filter((line) => line.startsWith('galera-sst: failed: '));

  it('is bash without syntax errors', () => {
    const { status, stderr } = spawnSync('bash', ['-n', script], { encoding: 'utf8' });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  it('has a program for rows in it, which is perl without anything that perl warns of', () => {
    const program = /<<'END_OF_PROGRAM'\n(.*)\nEND_OF_PROGRAM\n/s.exec(readFileSync(script, 'utf8'))?.[1] ?? '';
    const { status, stderr } = spawnSync('perl', ['-wc', '-'], { input: program, encoding: 'utf8' });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '- syntax OK\n' });
  });

  it("is put in the stock script's place, to be run by anyone", () => {
    assert.deepEqual(
      sstScriptFiles().map(({ path, mode }) => ({ path, mode })),
      [{ path: '/usr/bin/wsrep_sst_mysqldump', mode: 0o755 }],
    );
  });

  const refused: [what: string, changes: Record<string, string | undefined>, says: RegExp][] = [
    ['no address', { '--address': undefined }, /address/],
    ['an empty address', { '--address': '' }, /address/],
    ['an address that is a command', { '--address': 'a;id' }, /address/],
    ['an address that is an option', { '--address': '127.0.0.1 --help' }, /address/],
    ['a port that is none', { '--port': '33o6' }, /port/],
    ['no port anywhere', { '--address': '127.0.0.1', '--port': undefined }, /port/],
    ['no position', { '--gtid': undefined }, /position/],
    ['a position without a seqno', { '--gtid': stateUuid }, /position/],
    ['a position that is SQL', { '--gtid': `${position}'; DROP DATABASE x` }, /position/],
    ['a GTID domain that is none', { '--gtid-domain-id': '0;' }, /GTID domain/],
    ['no socket', { '--socket': undefined }, /socket/],
    ['an option file that is missing', { '--defaults-file': '/nowhere/server.cnf' }, /option file/],
  ];
  for (const [what, changes, says] of refused) {
    it(`fails for ${what}, and says so in one line`, () => {
      const { status, stdout, stderr } = donate(changes);
      assert.equal(status, 1);
      assert.equal(stdout, '');
      const said = verdicts(stderr);
      assert.equal(said.length, 1, String(stderr));
      assert.match(said[0] ?? '', says);
    });
  }

  it('fails where the option file names no account', () => {
    const { status, stderr } = donate({ '--defaults-file': join(folder, 'empty.cnf') });
    assert.equal(status, 1);
    assert.match(verdicts(stderr).join('\n'), /^galera-sst: failed: no wsrep-sst-auth in '.*empty\.cnf'$/);
  });

  it("takes the port from the address where there is no other, and passes over the server's own arguments", () => {
    const { stderr } = donate({ '--address': '127.0.0.1:1', '--port': undefined }, '--bypass');
    assert.match(String(stderr), /^galera-sst: started: method=ist joiner=127\.0\.0\.1 position=/);
  });

  for (const [method, ...flags] of [['mysqldump'], ['ist', '--bypass']]) {
    it(`fails where the joiner of a transfer by ${method} can't be reached, and reports no position`, () => {
      const { status, stdout, stderr } = donate({ '--gtid': `${position},0-1-7` }, ...flags);
      assert.notEqual(status, 0);
      assert.equal(stdout, '');
      assert(
        String(stderr).includes(`galera-sst: started: method=${method} joiner=127.0.0.1 position=${position},0-1-7\n`),
      );
      assert.notDeepEqual(verdicts(stderr), []);
      assert.doesNotMatch(String(stderr), /galera-sst: done/);
    });
  }

  it('never says the password', () => {
    const { stdout, stderr } = donate({}, '--bypass');
    assert.doesNotMatch(`${String(stdout)}${String(stderr)}`, /Secret1/);
    assert.doesNotMatch(String(stderr), new RegExp(`${sstUser}:`));
  });
});
