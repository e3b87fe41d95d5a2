import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accountsSql, generateCredentials, sstUser } from '../../src/cluster/node/credentials';
import { serverConfig } from '../../src/cluster/node/serverConfig';
import { parseServerLine } from '../../src/cluster/view/transfer/serverLog';
import { methodName } from '../../src/cluster/view/transfer/transferSummary';
import { sstScriptFiles } from '../../src/sst/installSst';
import { programsFor, sstMethodNames, sstMethodOf, sstMethods } from '../../src/sst/methods';

const root = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(fileURLToPath(new URL(file, root)), 'utf8');
/** What a text has in backquotes. */
const quoted = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? '');

function configOf(sstMethod: (typeof sstMethodNames)[number], tls: boolean): string {
  const traits = { sstMethod, gcacheSize: '128M' };
  return serverConfig({
    cluster: 'demo',
    node: 'g1',
    address: '172.20.0.11',
    sstPassword: 'x',
    traits,
    donors: [],
    tls,
  });
}

describe('the SST methods', () => {
  for (const method of sstMethodNames) {
    const { description, programs, tlsPrograms, tlsConfig, privileges, receives, tells, files } = sstMethods[method];

    describe(method, () => {
      it('is found by its name, and named to users and in a log', () => {
        assert.equal(sstMethodOf(method), method);
        assert.equal(methodName(method), `SST by ${method}`);
        const line = `2026-11-23  0:44:18 0 [Note] WSREP: Running: 'wsrep_sst_${method} --role 'donor' --gtid 'x''`;
        assert.deepEqual(parseServerLine(line), { kind: 'donating', method });
      });

      it('says in whole sentences what it does, and which programs the image has to have', () => {
        assert.match(description, /^[A-Z].+\.$/);
        const own = programsFor(method, true).filter((program) => !program.startsWith('wsrep_sst_'));
        assert.deepEqual(quoted(description).sort(), [...own].sort());
      });

      it("has a script: one of ours in the place of the server's, or one that the image has to have", () => {
        const ours = files.map(({ path }) => path.split('/').at(-1));
        assert.deepEqual(
          [...ours, ...programs].filter((name) => name?.startsWith('wsrep_sst_')),
          [`wsrep_sst_${method}`],
        );
        for (const { content, path, mode } of files) {
          assert.equal(mode, 0o755, path);
          assert.equal(spawnSync('bash', ['-n'], { input: content, encoding: 'utf8' }).stderr, '', path);
        }
      });

      it('tells how far it is only where the script is ours', () => {
        assert.equal(
          tells === 'progress',
          files.some(({ content }) => content.includes(`progress: method=${method} `)),
        );
      });

      it('gets from the cluster what it needs: settings, rights, and programs that are looked for', () => {
        assert.match(configOf(method, false), new RegExp(`^wsrep-sst-method=${method}$`, 'm'));
        assert.match(configOf(method, false), new RegExp(`\\[galera-node\\]\nsst-receives=${receives}\n$`));
        assert.ok(configOf(method, true).includes(tlsConfig));
        assert.equal(configOf(method, false).includes('[sst]'), false);
        assert.deepEqual(programsFor(method, true), [...programs, ...tlsPrograms]);
        const grant = new RegExp(`^GRANT (.+) ON .*'${sstUser}'`, 'm').exec(accountsSql(generateCredentials(), method));
        const granted = grant?.[1]?.split(', ') ?? [];
        assert.deepEqual(granted, [...new Set(granted)]);
        assert.deepEqual(
          privileges.filter((privilege) => !granted.includes(privilege)),
          [],
        );
      });
    });
  }

  it('need no other account than one that the engine can make a lost part Primary by', () => {
    for (const method of sstMethodNames) {
      assert.match(
        accountsSql(generateCredentials(), method),
        new RegExp(`GRANT [^;]*\\bSUPER\\b[^;]*'${sstUser}'`),
        method,
      );
    }
  });

  it('are known by those names only', () => {
    for (const name of [undefined, '', 'ist', 'Rsync', 'toString', 'xtrabackup']) {
      assert.equal(sstMethodOf(name), undefined);
    }
  });

  it('put their scripts in different places', () => {
    const paths = sstScriptFiles().map(({ path }) => path);
    assert.deepEqual(paths, [...new Set(paths)]);
  });

  it('are told in README.md and docs/sst.md, with the programs that each takes', () => {
    const readme = read('README.md');
    assert.deepEqual(quoted(/`galera\.sst\.method` \(([^)]+)\)/.exec(readme)?.[1]), sstMethodNames);
    const docs = /`start --sst-method`:([^]+?)\n\n/.exec(read('docs/sst.md'))?.[1];
    assert.deepEqual(quoted(docs), sstMethodNames);
    for (const program of sstMethodNames.flatMap((method) => sstMethods[method].tlsPrograms)) {
      assert.match(readme, new RegExp(`\\b${program}\\b`));
    }
  });
});
