import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { completionScripts, shellNames } from '../../../src/cli/completion/shells';
import { cliBundle, galera } from '../../support/galeraCli';

/** What a bash that has read the script offers; the words as bash takes a line apart, the last the cursor's. */
function offeredByBash(...words: string[]): string[] {
  const test = `
    galera() { "$NODE" "$CLI" "$@"; }
    eval "$(galera completion bash)"
    COMP_WORDS=(galera "$@") COMP_CWORD=$#
    $(complete -p galera | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, NODE: process.execPath, CLI: cliBundle, DOCKER_HOST: 'unix:///nowhere/docker.sock' };
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', test, 'bash', ...words], { encoding: 'utf8', env });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('The completion scripts', () => {
  for (const shell of shellNames) {
    it(`are printed as they are: ${shell}`, async () => {
      assert.deepEqual(await galera(['completion', shell]), {
        exitCode: 0,
        stdout: completionScripts[shell],
        stderr: '',
      });
    });
  }

  it('get an answer without a word of noise where Docker is down', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    assert.deepEqual(await galera(['complete', '--', 'kill', '.'], { env }), { exitCode: 0, stdout: '', stderr: '' });
    assert.deepEqual(await galera(['complete', '--', 'completion', '.f'], { env }), {
      exitCode: 0,
      stdout: 'fish\tone of bash, zsh, fish, powershell\n',
      stderr: '',
    });
  });
});

describe('Completion in bash', () => {
  it('reads its script without a complaint', () => {
    execFileSync('bash', ['-n'], { input: completionScripts.bash });
  });

  const cases: [words: string[], offered: string[]][] = [
    [['st'], ['start', 'stop', 'status']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    [
      ['start', '--n'],
      ['--nodes', '--no-tls'],
    ],
    [['start', '--sst-method', '=', 'r'], ['rsync']],
    [
      ['start', '--sst-method', '='],
      ['mysqldump', 'rsync', 'mariabackup'],
    ],
    [
      ['start', '--image', 'mariadb', ':', '11.8', '--n'],
      ['--nodes', '--no-tls'],
    ],
    [
      ['start', '$(echo oops >&2)', '`echo oops >&2`', '--n'],
      ['--nodes', '--no-tls'],
    ],
    [['kill', ''], []],
  ];
  for (const [words, offered] of cases) {
    it(`offers for "galera ${words.join(' ')}": ${offered.join(' ')}`, () => {
      assert.deepEqual(offeredByBash(...words), offered);
    });
  }
});
