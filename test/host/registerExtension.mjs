import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes the extension in `extensionPath` the only installed one of an editor, in place: the editor's registry of
 * extensions gives each one's location, which may be anywhere, so nothing is packed or copied, and a rebuilt
 * extension is there after a reload of the window.
 */
export async function registerExtension(extensionPath, { extensionsFolder, dataFolder }) {
  const manifest = JSON.parse(await readFile(join(extensionPath, 'package.json'), 'utf8'));
  const entry = {
    identifier: { id: `${manifest.publisher}.${manifest.name}` },
    version: manifest.version,
    location: { $mid: 1, path: extensionPath, scheme: 'file' },
    metadata: { pinned: true, source: 'vsix' },
  };
  await mkdir(extensionsFolder, { recursive: true });
  await writeFile(join(extensionsFolder, 'extensions.json'), JSON.stringify([entry]));
  // What the editor remembers of the extensions' manifests from its last run.
  await rm(join(dataFolder, 'CachedProfilesData'), { recursive: true, force: true });
}
