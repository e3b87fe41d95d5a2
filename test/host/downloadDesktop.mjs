import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';

const idleMs = 5000;

/**
 * The path of a desktop VS Code, downloaded once; undefined, with the reason in the log, where none can be had or
 * shown. GALERA_HOST_EDITOR=desktop insists on it, GALERA_HOST_EDITOR=server doesn't try.
 */
export async function downloadDesktop({ log }) {
  const wish = process.env.GALERA_HOST_EDITOR;
  if (wish === 'server') {
    return undefined;
  }
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (wish === undefined && process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    log('No display for a desktop VS Code: using the VS Code server.');
    return undefined;
  }
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', timeout: idleMs, reporter: new SilentReporter() });
  } catch (error) {
    if (wish === 'desktop') {
      throw error;
    }
    log(`Desktop VS Code can't be downloaded (${error.message}): using the VS Code server.`);
    return undefined;
  }
}
