import { pause } from '../../src/cluster/async/waitUntil';
import { failureKind, failureName, type Phase } from './failureKind';
import type { Ledger } from './ledger';
import type { NodeSession } from './nodeSession';

const afterFailureMs = 200;
const tries = 5;

/** One attempt at a write; the phase says how far it had come when it failed. */
export type Attempt = (session: NodeSession, reached: (phase: Phase) => void) => Promise<void>;

/** Sends one write until the client is told that it is done, or can't know. Conflicts are tried again. */
export async function sendWrite(
  session: NodeSession,
  ledger: Ledger,
  key: string,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  for (let left = tries; left > 0 && !signal.aborted; left--) {
    const sentAt = Date.now();
    let phase: Phase = 'before';
    try {
      await session.open();
      await attempt(session, (next) => (phase = next));
      ledger.refused.delete(key);
      ledger.acknowledged.set(key, { key, node: session.node, sentAt, answeredAt: Date.now() });
      return;
    } catch (error) {
      session.drop();
      ledger.count(failureName(error));
      const failed = { key, node: session.node, sentAt, answeredAt: Date.now() };
      if (failureKind(error, phase) === 'unknown') {
        ledger.refused.delete(key);
        ledger.unknown.set(key, failed);
        return;
      }
      ledger.refused.set(key, failed);
      await pause(afterFailureMs, signal).catch(() => undefined);
    }
  }
}
