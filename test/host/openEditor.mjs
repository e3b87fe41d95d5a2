import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchEditorServer } from './editorServer.mjs';
import { editorUrl } from './editorUrl.mjs';
import { installEditor } from './installEditor.mjs';

/**
 * Serves VS Code on 127.0.0.1 with the extension installed, for someone to open in a browser. Without the
 * smoke-test driver, so that notifications show as they do anywhere. What they set in it is kept for the next time.
 *
 * @param {{ extensionPath: string, workspacePath: string, signal?: AbortSignal, log?: (line: string) => void }} options
 * @returns {Promise<{ url: string, password: string, closed: Promise<void>, close(): Promise<void> }>}
 */
export async function openEditor({ extensionPath, workspacePath, signal, log }) {
  const dataFolder = join(extensionPath, '.galera-start', 'data');
  await mkdir(dataFolder, { recursive: true });
  const installation = await installEditor({ log, signal });
  const server = await launchEditorServer({ installation, extensionPath, dataFolder, signal });
  const closed = server.closed.then(() => {});
  return {
    url: editorUrl(server.url, { workspacePath }),
    password: server.password,
    closed,
    close: () => server.close(),
  };
}
