import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** The shell first: it draws no window of its own around the page, which takes as much as the page. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const others = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium or Chrome of this machine: GALERA_CHROMIUM, else the first of the usual names on the PATH. */
function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...others];
  const found = process.env.GALERA_CHROMIUM ?? candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error('No Chromium or Chrome was found. Install chromium, or name one in GALERA_CHROMIUM.');
  }
  return found;
}

/**
 * A headless browser. With the environment of an editor server, what it writes goes into that one's folder and so
 * is removed even where this process is killed.
 */
export async function launchBrowser({ environment } = {}) {
  const before = process.env.TMPDIR;
  // Playwright makes the profile in this process's own temporary folder, which it takes no option for.
  Object.assign(process.env, environment && { TMPDIR: environment.TMPDIR });
  try {
    return await chromium.launch({
      executablePath: findBrowser(),
      args,
      chromiumSandbox: false,
      env: environment,
      // Playwright's own would end this process before it has cleaned up.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } finally {
    if (before === undefined) {
      delete process.env.TMPDIR;
    } else {
      process.env.TMPDIR = before;
    }
  }
}
