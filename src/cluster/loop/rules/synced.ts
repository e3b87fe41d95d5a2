import { isOneComponent } from '../../guard/component';
import { GaleraError } from '../../vocabulary/errors';
import type { NodeView } from '../../vocabulary/model';
import type { Verdict } from '../move';
import { isConcerned, isUnreadable, lasted, lateNodes, type Situation } from '../situation';

/** Without a sign of progress. A state transfer is progress, however long it takes, as long as a donor is at it. */
const syncDeadlineMs = 120_000;
/** For how long a joiner waits for a client to let go of its only donor, as a backup does after seconds. */
const desyncedPatienceMs = 30_000;

function noDonor(late: readonly NodeView[], seen: readonly NodeView[]): GaleraError {
  const names = (nodes: readonly NodeView[]): string => nodes.map((node) => node.name).join(', ');
  const desynced = names(seen.filter((node) => node.state === 'Desynced'));
  const message = `Nobody can fill ${names(late)}: ${desynced} serves, but a client has desynced it or holds its tables locked.`;
  return new GaleraError('nodeFailed', message, {
    advice: `On ${desynced}, set wsrep_desync to OFF and end the client that ran FLUSH TABLES WITH READ LOCK, then try again.`,
  });
}

/**
 * What moves while nodes get to Synced: a transfer as far as it is told of, and a donor for as long as there is one.
 */
function signOfProgress({ views, memory, world }: Situation): string {
  const concerned = views.filter(({ name }) => memory.concerned.includes(name));
  const moves = views.some(({ state }) => state === 'Donor') || concerned.some(({ state }) => state === 'Joined');
  const told = concerned.map(({ name, transfer }) => [
    memory.admitted.get(name)?.turn,
    memory.admitted.get(name)?.boot,
    transfer,
  ]);
  return moves ? String(world.nowMs) : JSON.stringify(told);
}

/**
 * Reached once each node that is brought up is in service and all that serve are of one component. One that a client
 * has desynced serves too, and stays so for as long as the client wants.
 */
export function synced(situation: Situation): Verdict {
  const { views, world, memory } = situation;
  const ended = world.nodes.find((sight) => isConcerned(situation, sight.node) && isUnreadable(situation, sight));
  if (ended !== undefined) {
    return { move: { kind: 'ended', node: ended.node, what: 'ended before it was Synced', isTransfer: true } };
  }
  const late = lateNodes(situation);
  if (late.length === 0 && isOneComponent(views)) {
    const desynced = views.filter(({ state }) => state === 'Desynced').map(({ name }) => name);
    const warn = `${desynced.join(', ')} serves, but it is desynced: a client there has set wsrep_desync, or holds its tables locked`;
    return { move: { kind: 'reached' }, ...(desynced.length > 0 ? { warn } : {}) };
  }
  if ((lasted(situation, 'desynced') ?? 0) > desyncedPatienceMs) {
    return { move: { kind: 'refuse', error: noDonor(late, views) } };
  }
  const what = `${memory.concerned.join(', ')} to be Synced`;
  return {
    move: {
      kind: 'wait',
      what,
      deadlineMs: syncDeadlineMs,
      sign: signOfProgress(situation),
      about: late.map(({ name }) => name),
    },
  };
}
