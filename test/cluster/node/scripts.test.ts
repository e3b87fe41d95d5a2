import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodePaths } from '../../../src/cluster/node/nodePaths';

const source = (script: string): string =>
  fileURLToPath(new URL(`../../../src/cluster/node/${script}`, import.meta.url));

describe("the nodes' scripts", () => {
  for (const script of ['startNode.sh', 'notify.sh']) {
    it(`${script} is bash without syntax errors, with line ends as Linux has them`, () => {
      const { status, stderr } = spawnSync('bash', ['-n', source(script)], { encoding: 'utf8' });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
      const text = readFileSync(source(script), 'utf8');
      assert(text.startsWith('#!/bin/bash\n'));
      assert(!text.includes('\r'));
    });
  }
});

describe('startNode.sh', () => {
  it('keeps its files where the engine looks for them', () => {
    const text = readFileSync(source('startNode.sh'), 'utf8');
    const value = (name: string): string =>
      (new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1] ?? '').replace('$home', nodePaths.home);
    assert.equal(value('home'), nodePaths.home);
    assert.equal(value('data'), nodePaths.data);
    assert.equal(value('config'), nodePaths.config);
    assert.equal(`${value('marks').replace('$run', value('run'))}/synced`, nodePaths.synced);
    assert.equal(`${value('served').replace('$state', value('state'))}/view`, nodePaths.view);
    const files = { name: 'name', members: 'members', boot: 'boot', token: 'token', accounts: 'accounts.sql' } as const;
    for (const [path, file] of Object.entries(files) as [keyof typeof files, string][]) {
      assert.equal(`${value('state')}/${file}`, nodePaths[path]);
      assert(text.includes(`$state/${file}`));
    }
  });
});

describe('notify.sh', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'galera-notify-'));
    mkdirSync(join(folder, 'run', 'server'), { recursive: true });
    mkdirSync(join(folder, 'served'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the script as the server does, on folders of the test's own; says what it said. */
  function notify(...args: string[]): string {
    const script = join(folder, 'notify');
    const text = readFileSync(source('notify.sh'), 'utf8');
    const moved = ['run', 'served', 'data'].reduce(
      (so, name) => so.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${folder}/${name}`),
      text,
    );
    writeFileSync(script, moved);
    const { status, stdout, stderr } = spawnSync('bash', [script, ...args], { encoding: 'utf8' });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: '' });
    return stderr;
  }

  const view = (): string => readFileSync(join(folder, 'served', 'view'), 'utf8');
  const mark = (name: string): boolean => existsSync(join(folder, 'run', 'server', name));
  const members = 'uuid-1/g1/172.20.0.11:0,uuid-2/g2/172.20.0.12:0';

  it('keeps whom the node served with', () => {
    notify('--status', 'joiner', '--primary', 'yes', '--index', '1', '--members', members);
    assert.equal(view(), 'g1,g2\n');
    assert.deepEqual([mark('primary'), mark('synced')], [true, false]);
  });

  it('marks the node Synced, however that is spelt', () => {
    for (const status of ['synced', 'Synced']) {
      notify('--status', status);
      assert.equal(mark('synced'), true);
      rmSync(join(folder, 'run', 'server', 'synced'));
    }
  });

  it('keeps the last Primary component when the quorum is lost, and when a notice names no members', () => {
    notify('--status', 'synced', '--primary', 'yes', '--members', members);
    notify('--status', 'connected', '--primary', 'no', '--members', 'uuid-1/g1/172.20.0.11:0');
    assert.equal(view(), 'g1,g2\n');
    notify('--status', 'donor', '--primary', 'yes');
    assert.equal(view(), 'g1,g2\n');
  });

  it('takes away the marks of what was no state, once a transfer has made it good and before anyone is served', () => {
    const marks = ['mysql/galera_transfer.frm', 'galera_given_up', 'galera_began'].map((mark) => join(folder, 'data', mark));
    mkdirSync(join(folder, 'data', 'mysql'), { recursive: true });
    for (const mark of marks) {
      writeFileSync(mark, '');
    }
    for (const status of ['connected', 'joiner', 'donor', 'disconnected']) {
      notify('--status', status);
    }
    assert.deepEqual(marks.map(existsSync), [true, true, true]);
    notify('--status', 'joined');
    assert.deepEqual(marks.map(existsSync), [false, false, false]);
  });

  it("says each change in one line of the container's log", () => {
    writeFileSync(join(folder, 'run', 'boot'), 'b\n');
    const said = notify('--status', 'Donor', '--primary', 'yes', '--members', members);
    assert.equal(said, `galera-notify: boot=b status=donor primary=yes members=${members}\n`);
  });
});
