import { aptInstall, canAptInstall } from './aptInstall.mjs';
import { findCommand } from './runCommand.mjs';

/** Provides tcpdump, by which a test sees what goes over the wire. */
export async function ensureCapture() {
  if (findCommand('tcpdump') === undefined && canAptInstall()) {
    await aptInstall(['tcpdump']);
  }
}
