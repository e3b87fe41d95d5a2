import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { startScript } from '../../../src/cluster/node/startScript';

const scripts = fileURLToPath(new URL('../../../src/cluster/node', import.meta.url));
const partNames = readdirSync(join(scripts, 'script'));
const sourceOf = (script: string): string => readFileSync(join(scripts, script), 'utf8');

describe("the nodes' scripts", () => {
  for (const [name, text] of [
    ['the start script', startScript()],
    ['notify.sh', sourceOf('notify.sh')],
  ] as const) {
    it(`${name} is bash without syntax errors, with line ends as Linux has them`, () => {
      const { status, stderr } = spawnSync('bash', ['-n'], { encoding: 'utf8', input: text });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
      assert(text.startsWith('#!/bin/bash\n'));
      assert(!text.includes('\r'));
    });
  }
});

describe('the start script', () => {
  it('has each of its parts, once; first what they share, last what runs them', () => {
    const whole = startScript();
    for (const part of partNames) {
      assert.equal(whole.split(sourceOf(join('script', part))).length, 2, part);
    }
    assert(whole.startsWith(sourceOf('script/globals.sh')));
    assert(whole.endsWith(sourceOf('script/main.sh')));
  });

  it('does nothing before its last line: the parts only say what there is', () => {
    const parts = partNames.filter((part) => part !== 'globals.sh' && part !== 'main.sh');
    const plain = /^($|#|[a-z_]+\+?='|[a-z_]+\+?="|[a-z_]+=\d+$|[a-z_]+\(\) \{|\}|  )/;
    for (const part of parts) {
      const others = sourceOf(join('script', part))
        .split('\n')
        .filter((line) => !plain.test(line));
      assert.deepEqual(others, [], part);
    }
  });

  it('keeps its files where the engine looks for them', () => {
    const globals = sourceOf('script/globals.sh');
    const value = (name: string): string =>
      (new RegExp(`^${name}=(.+)$`, 'm').exec(globals)?.[1] ?? '').replace('$home', nodePaths.home);
    assert.equal(value('home'), nodePaths.home);
    assert.equal(value('data'), nodePaths.data);
    assert.equal(value('config'), nodePaths.config);
    assert.equal(`${value('marks').replace('$run', value('run'))}/synced`, nodePaths.synced);
    assert.equal(`${value('served').replace('$state', value('state'))}/view`, nodePaths.view);
    const files = { name: 'name', members: 'members', boot: 'boot', accounts: 'accounts.sql', seed: 'seed' } as const;
    for (const [path, file] of Object.entries(files) as [keyof typeof files, string][]) {
      assert.equal(`${value('state')}/${file}`, nodePaths[path]);
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
    const text = sourceOf('notify.sh');
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
    const names = ['mysql/galera_transfer.frm', 'galera_given_up', 'galera_began'];
    const marks = names.map((mark) => join(folder, 'data', mark));
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
