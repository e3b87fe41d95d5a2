import { rm } from 'node:fs/promises';
import { launchBrowser } from './browser.mjs';
import { launchEditorServer } from './editorServer.mjs';
import { editorUrl } from './editorUrl.mjs';
import { openPage } from './openPage.mjs';
import { readStats, whyNotGreen } from './stats.mjs';

/**
 * Runs an extension's tests in the extension host of a VS Code server.
 * @returns {Promise<string | undefined>} why it isn't green, in one sentence, or undefined where it is
 */
export async function runInEditor({ installation, signal, statsFile, deadlineMs, ...what }) {
  if (statsFile === undefined) {
    throw new Error('GALERA_HOST_STATS has to name the file that the tests write their result to.');
  }
  await rm(statsFile, { force: true });
  const env = { GALERA_HOST_STATS: statsFile };
  const server = await launchEditorServer({ installation, smokeTestDriver: true, env, signal });
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  try {
    const exitCode = await openUntilExit(server, what, AbortSignal.any([signal, deadline.signal]));
    return whyNotGreen(exitCode, await readStats(statsFile));
  } catch (error) {
    if (!deadline.signal.aborted) {
      throw error;
    }
    const lines = server.lastLines();
    return [`The tests weren't through after ${deadlineMs / 1000} s. The server's last lines:`, ...lines].join('\n  ');
  } finally {
    clearTimeout(timer);
    await server.close();
  }
}

/** The exit code that the page reports when its extension host has ended. */
async function openUntilExit(server, { extensionPath, testsPath, workspacePath }, signal) {
  const browser = await launchBrowser(server);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const exit = new Promise((resolve, reject) => {
      const fail = (why) => () => reject(new Error(why));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      page.on('crash', fail('The page of the editor crashed.'));
      browser.on('disconnected', fail('The browser ended before the tests were through.'));
      void server.closed.then(fail('The VS Code server ended before the tests were through.'));
      void page.exposeFunction('codeAutomationLog', () => {});
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    exit.catch(() => {});
    signal.throwIfAborted();
    const development = { extensionPath, testsPath };
    await page.context().addCookies([server.session]);
    await openPage(page, editorUrl(server.url, { workspacePath, development }), page.locator('.monaco-workbench'));
    return await exit;
  } finally {
    await browser.close();
  }
}
