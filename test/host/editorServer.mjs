import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { registerExtension } from './registerExtension.mjs';
import { writeUserSettings } from './userSettings.mjs';
import { waitUntil } from './waitUntil.mjs';

const guard = fileURLToPath(new URL('guard.mjs', import.meta.url));
const startDeadlineMs = 60_000;
const keptLines = 40;
const listening = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/;

/** Pages of complaints about the native modules that are left out on purpose would push out what matters. */
const bindingNoise = /bindings file|\.node'?,?$|^ {4}at |^ {2}tries: \[|^ {2}\]|^\}|^$/;

/** Variables that change what the server does, or that tell its terminals they run inside another editor. */
const unwanted = /^(PORT|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS|ELECTRON_.*|VSCODE_.*|CODE_SERVER_.*|CS_.*)$/;

/**
 * Starts the VS Code server on a free port of 127.0.0.1 and waits until it serves. Whoever opens it has the powers of
 * the user who runs it, so it asks for a password of its own, made anew each time: other users of this machine reach
 * the port too. It lives in a process group of its own that ends with `close()` and with this process, however that
 * ends; all it writes is in a temporary folder that goes with it, except where `dataFolder` is given.
 *
 * @param options.installation what installEditor returned
 * @param options.extensionPath an extension to install in place (needs no smoke-test driver)
 * @param options.smokeTestDriver take extensionDevelopmentPath and extensionTestsPath from the page's address;
 *   notifications then show in the notification centre only
 * @param options.settings user settings that win over our own
 * @param options.env variables for the server, and with it for the extension host
 * @param options.dataFolder where user data is kept from one launch to the next
 */
export async function launchEditorServer(options) {
  const folder = await mkdtemp(join(tmpdir(), 'galera-editor-'));
  try {
    return await launchIn(folder, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function launchIn(folder, options) {
  const { installation, signal, log = () => {} } = options;
  const dataFolder = options.dataFolder ?? join(folder, 'data');
  const extensionsFolder = join(folder, 'extensions');
  const password = randomBytes(15).toString('base64url');
  const hashedPassword = createHash('sha256').update(password).digest('hex');
  const environment = await serverEnvironment(folder, { ...options.env, HASHED_PASSWORD: hashedPassword });
  await writeUserSettings(dataFolder, options);
  if (options.extensionPath !== undefined) {
    await registerExtension(options.extensionPath, { extensionsFolder, dataFolder });
  }
  await writeFile(configFile(folder), '');

  const args = [guard, folder, installation.node, installation.entry];
  args.push(...serverArguments({ folder, dataFolder, extensionsFolder, ...options }));
  // Detached, so that Ctrl+C in a terminal reaches us and not the guard, which cleans up after us.
  const child = spawn(installation.node, args, { env: environment, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const closed = new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  let running = true;
  void closed.then(() => (running = false));

  const lines = [];
  let url;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      url ??= listening.exec(line)?.[1];
      log(line);
      if (!bindingNoise.test(line)) {
        lines.push(line);
        lines.splice(0, lines.length - keptLines);
      }
    });
  }
  const close = async () => {
    child.stdin.end();
    await closed;
  };
  const isServing = async () => {
    if (!running) {
      throw new Error(['The VS Code server ended while starting.', ...lines].join('\n  '));
    }
    return url !== undefined && (await answers(url, signal));
  };
  try {
    const wait = { deadlineMs: startDeadlineMs, signal, details: () => lines };
    await waitUntil('the VS Code server to answer', isServing, wait);
  } catch (error) {
    await close();
    throw error;
  }
  // What the login page would give for the password.
  const session = { name: 'code-server-session', value: hashedPassword, url };
  return { url, password, session, folder, environment, closed, lastLines: () => [...lines], close };
}

const configFile = (folder) => join(folder, 'config.yaml');

function serverArguments({ folder, dataFolder, extensionsFolder, smokeTestDriver }) {
  const args = ['--config', configFile(folder), '--auth', 'password', '--bind-addr', '127.0.0.1:0'];
  args.push('--session-socket', join(folder, 'session.sock'), '--user-data-dir', dataFolder);
  args.push('--extensions-dir', extensionsFolder, '--ignore-last-opened', '--disable-getting-started-override');
  args.push('--disable-telemetry', '--disable-update-check', '--disable-workspace-trust');
  return smokeTestDriver ? [...args, '--vscode-option', 'enable-smoke-test-driver'] : args;
}

async function answers(url, signal) {
  try {
    return (await fetch(url, { signal })).ok;
  } catch (error) {
    signal?.throwIfAborted();
    return error.name === 'AbortError' ? Promise.reject(error) : false;
  }
}

/** The server writes nothing outside its own folder and asks no gallery. */
async function serverEnvironment(folder, extra) {
  const inherited = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  const folders = {
    HOME: 'home',
    TMPDIR: 'tmp',
    XDG_DATA_HOME: 'share',
    XDG_CONFIG_HOME: 'config',
    XDG_CACHE_HOME: 'cache',
  };
  const own = Object.entries(folders).map(([name, sub]) => [name, join(folder, sub)]);
  await Promise.all(own.map(([, path]) => mkdir(path)));
  // Where the Docker CLI keeps its contexts.
  const docker = { DOCKER_CONFIG: process.env.DOCKER_CONFIG ?? join(homedir(), '.docker') };
  return { ...Object.fromEntries([...inherited, ...own]), ...docker, EXTENSIONS_GALLERY: '{}', ...extra };
}
