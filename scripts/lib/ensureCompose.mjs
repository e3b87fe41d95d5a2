import { aptInstall, canAptInstall } from './aptInstall.mjs';
import { findCommand } from './runCommand.mjs';

/** Provides compose, by which a test runs an exported cluster. Where apt has none, one that Docker brings may do. */
export async function ensureCompose() {
  if (findCommand('docker-compose') === undefined && canAptInstall()) {
    await aptInstall(['docker-compose']);
  }
}
