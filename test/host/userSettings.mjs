import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What keeps the editor quiet and the same on every launch. */
const quiet = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.startupEditor': 'none',
  'workbench.reduceMotion': 'on',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'window.commandCenter': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'npm.fetchOnlinePackageInfo': false,
};

/**
 * Writes the user settings that a server with this data folder starts with; `settings` win over our own, and those
 * that are there already, from an earlier launch, over all.
 */
export async function writeUserSettings(dataFolder, { settings = {} }) {
  const folder = join(dataFolder, 'User');
  const all = { ...quiet, ...settings };
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(join(folder, 'settings.json'), `${JSON.stringify(all, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  }
}
