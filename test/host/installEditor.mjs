import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from './processes.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const manifests = ['package.json', 'package-lock.json'];
const stagingPattern = /^code-server-.*\.part-(\d+)$/;

/**
 * Installs the VS Code server that package.json here pins, into a folder of the checkout that git ignores.
 * What is there already is used; a half-made install is noticed and made again. Safe to run twice at once.
 * @returns {Promise<{ version: string, entry: string, node: string }>} what launches it: `node entry …`
 */
export async function installEditor({ log = () => {}, signal } = {}) {
  if (process.platform === 'win32') {
    throw new Error('The VS Code server runs on Linux and macOS only. Install VS Code and put `code` on the PATH.');
  }
  const version = JSON.parse(await readFile(join(here, 'package.json'), 'utf8')).dependencies['code-server'];
  const cache = join(root, '.vscode-test');
  const home = join(cache, `code-server-${version}`);
  const wanted = await fingerprint();
  const installation = { version, entry: join(serverFolder(home), 'out', 'node', 'entry.js'), node: findNode() };
  if (await isComplete(home, wanted)) {
    return installation;
  }
  log(`Installing VS Code server ${version} (about 600 MB, once) …`);
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const staging = `${home}.part-${process.pid}`;
  try {
    await fill(staging, wanted, { log, signal });
    await putInPlace(staging, home, wanted);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  log(`VS Code server ${version} is installed in ${home}.`);
  return installation;
}

const serverFolder = (home) => join(home, 'node_modules', 'code-server');
const markerFile = (home) => join(home, 'installed.txt');

/** Changes when another version or another set of its packages is pinned. */
async function fingerprint() {
  const hash = createHash('sha256');
  for (const file of manifests) {
    hash.update(await readFile(join(here, file)));
  }
  return hash.digest('hex');
}

/** The marker is written last, so its presence says that all before it was done. */
async function isComplete(home, wanted) {
  const found = await readFile(markerFile(home), 'utf8').catch(() => '');
  return found === wanted && existsSync(join(serverFolder(home), 'out', 'node', 'entry.js'));
}

async function fill(staging, wanted, { log, signal }) {
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging);
  for (const file of manifests) {
    await cp(join(here, file), join(staging, file));
  }
  // Without the install scripts nothing is compiled; all that the tests need works without the native modules.
  await npm(['ci', '--ignore-scripts'], staging, { log, signal });
  const vscode = join(serverFolder(staging), 'lib', 'vscode');
  await npm(['ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps'], vscode, { log, signal });
  await writeFile(markerFile(staging), wanted);
}

async function putInPlace(staging, home, wanted) {
  if (await isComplete(home, wanted)) {
    return;
  }
  await rm(home, { recursive: true, force: true });
  try {
    await rename(staging, home);
  } catch (error) {
    // Another install may have got there in between.
    if (!(await isComplete(home, wanted))) {
      throw error;
    }
  }
}

/** Installs that were killed leave their staging folder; its name tells whose it was. */
async function removeAbandoned(cache) {
  for (const name of await readdir(cache)) {
    const pid = stagingPattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      // An npm that outlived its install may still write there; then it is for the next time.
      await rm(join(cache, name), { recursive: true, force: true }).catch(() => {});
    }
  }
}

/** The server wants Node 24; the `node` package of the checkout brings it where this process is older. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    return process.execPath;
  }
  const bundled = join(root, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(bundled)) {
    throw new Error('The VS Code server wants Node 24, which `npm ci` brings. Run `npm ci` and try again.');
  }
  return bundled;
}

async function npm(args, cwd, { log, signal }) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  // npm names its own script when it runs us; that one is there even where none is on the PATH.
  const script = process.env.npm_execpath;
  const [command, ...first] = script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
  const child = spawn(command, [...first, ...args, ...quiet], {
    cwd,
    signal,
    // npm would finish its work first, and what it has made so far is thrown away.
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => lines.push(...text.split('\n').filter(Boolean)));
  }
  let failure;
  child.on('error', (error) => (failure = error));
  // Until it is gone, what it has made can't be removed.
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (failure !== undefined) {
    throw failure;
  }
  if (code !== 0) {
    lines.slice(-40).forEach((line) => log(line));
    throw new Error(
      `Installing the VS Code server failed (npm ${args[0]}, exit ${code}): ${lines.at(-1) ?? 'no output'}`,
    );
  }
}
