import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.mjs';
import { endOf, findCommand } from './runCommand.mjs';
import { say } from './userError.mjs';

/**
 * Opens a VS Code with the extension loaded, and waits until it is closed or Ctrl+C is pressed: the desktop's
 * where there is one, else a VS Code server for the browser.
 *
 * @param {string} name of the workspace folder, which is what Start Cluster calls its cluster
 */
export async function openVscode(name) {
  const workspacePath = join(repositoryRoot, '.galera-start', name);
  mkdirSync(workspacePath, { recursive: true });
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.on(signal, interrupt));
  const code = hasDesktop() ? findCommand('code') : undefined;
  if (code === undefined) {
    await openServer(workspacePath, interruption.signal);
  } else {
    await openDesktop(code, workspacePath, interruption.signal);
  }
}

/** `code` is there on many servers too, where it can't open a window. */
function hasDesktop() {
  return process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;
}

/**
 * @param {string} code
 * @param {string} workspacePath
 * @param {AbortSignal} signal
 */
async function openDesktop(code, workspacePath, signal) {
  say('Opening VS Code; Ctrl+C here, or closing its window, ends this script.');
  const args = ['--new-window', '--wait', `--extensionDevelopmentPath=${repositoryRoot}`, workspacePath];
  await endOf(spawn(code, args, { stdio: 'inherit', signal }));
}

/**
 * @param {string} workspacePath
 * @param {AbortSignal} signal
 */
async function openServer(workspacePath, signal) {
  const { installEditor } = await import('../../test/host/installEditor.mjs');
  const { openEditor } = await import('../../test/host/openEditor.mjs');
  try {
    await installEditor({ log: say, signal });
    const editor = await openEditor({ extensionPath: repositoryRoot, workspacePath, signal });
    try {
      say(`VS Code with the extension: ${editor.url}\nIts password: ${editor.password}\nCtrl+C ends it.`);
      if (!signal.aborted) {
        await Promise.race([editor.closed, once(signal, 'abort')]);
      }
    } finally {
      await editor.close();
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}
