import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { itInMatrix } from '../support/serverVersions';

const standIn = fileURLToPath(new URL('standIn.mjs', import.meta.url));
const manifest = { name: 'probe', publisher: 'probe', version: '0.0.1', engines: { vscode: '^1.95.0' } };

describe('the stand-in for desktop VS Code', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'galera-stand-in-'));
    await Promise.all([mkdir(join(folder, 'extension')), mkdir(join(folder, 'workspace'))]);
    await writeFile(join(folder, 'extension', 'package.json'), JSON.stringify(manifest));
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Runs an extension's tests, given as the body of their `run` function, as test-electron would. */
  async function run(body: string): Promise<{ code: unknown; said: string }> {
    const tests = join(folder, 'extension', 'tests.cjs');
    await writeFile(tests, `exports.run = async () => { ${body} };\n`);
    const args = [`--extensionTestsPath=${tests}`, `--extensionDevelopmentPath=${join(folder, 'extension')}`];
    const env = { ...process.env, GALERA_HOST_STATS: join(folder, 'stats.json') };
    const child = spawn(standIn, [join(folder, 'workspace'), ...args], { env, stdio: ['pipe', 'ignore', 'pipe'] });
    const [closing, said] = await Promise.all([once(child, 'close'), text(child.stderr)]);
    return { code: closing[0] as unknown, said };
  }

  const writeStats = (stats: object): string =>
    `require('node:fs').writeFileSync(process.env.GALERA_HOST_STATS, '${JSON.stringify(stats)}');`;

  // The host suite does that, too.
  itInMatrix('ends with 0 where tests ran in a workspace and passed', async () => {
    const inWorkspace = `if (require('vscode').workspace.workspaceFolders.length !== 1) throw new Error('no folder');`;
    const { code, said } = await run(inWorkspace + writeStats({ tests: 1, passes: 1, failures: 0 }));
    assert.deepEqual({ code, said }, { code: 0, said: '' });
  });

  itInMatrix('ends with 1 where a test failed', async () => {
    const { code, said } = await run(writeStats({ tests: 2, passes: 1, failures: 1 }));
    assert.equal(code, 1);
    assert.match(said, /1 of 2 tests failed/);
  });

  it('ends with 1 where the extension host is killed midway', async () => {
    const { code, said } = await run(`process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});`);
    assert.equal(code, 1);
    assert.match(said, /ended before its tests were through/);
  });
});
