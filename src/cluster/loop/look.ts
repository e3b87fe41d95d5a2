import { listsAll } from '../guard/component';
import type { MemberKnowledge } from '../guard/decide';
import { zeroUuid } from '../guard/position';
import type { WsrepStatus } from '../vocabulary/model';
import type { Sight } from './world';

/** What is known of a member for the guard. */
export interface Look {
  /** Undefined while it hasn't said yet, and of one that has ended. */
  readonly knowledge: MemberKnowledge | undefined;
  /** Its container doesn't run. */
  readonly isDown: boolean;
  /** It waits for the token, or to be told whom to join; and in which turn of which boot. */
  readonly waits: { readonly boot: string; readonly turn: number } | undefined;
  /** Whether more can be had of it by waiting: one that is frozen or cut off won't say more. */
  readonly canSayMore: boolean;
}

/** wsrep_local_state (wsrep_api.h, wsrep_member_status). */
const syncedState = 4;

/** A running server's own word; its position is what it has committed, not what it booted from. */
function liveKnowledge(status: WsrepStatus): Omit<MemberKnowledge, 'node' | 'lastView'> {
  const primary = status.clusterStatus === 'Primary';
  const consistent = status.localStateComment !== 'Inconsistent';
  const held =
    consistent && status.localStateUuid !== '' && status.localStateUuid !== zeroUuid && status.lastCommitted >= 0;
  return {
    liveness: primary ? 'primary' : 'nonPrimary',
    stateUuid: primary ? status.clusterStateUuid : null,
    componentSize: status.clusterSize,
    // The number alone could be that of another part of the same cluster. A joiner and its donor hear of no change
    // before they are through with the transfer; one that is alone is neither.
    component:
      primary && listsAll(status) && (status.localState === syncedState || status.clusterSize === 1)
        ? `${String(status.clusterConfId)} ${status.incomingAddresses.join()}`
        : null,
    position: {
      origin: held ? 'recovered' : 'interrupted',
      uuid: status.localStateUuid,
      seqno: held ? status.lastCommitted : -1,
      safeToBootstrap: false,
    },
  };
}

const silent: Look = { knowledge: undefined, isDown: false, waits: undefined, canSayMore: true };

/**
 * What is known of one member: what its server says where one runs, else what its start script reported of its data
 * directory.
 *
 * @param isolation a node off the replication network counts as unknown, unless its own word is asked for.
 */
export function lookAt(sight: Sight, isolation: 'heedIsolation' | 'ignoreIsolation' = 'heedIsolation'): Look {
  const { node, container, journal, sql } = sight;
  if (container?.isRunning !== true) {
    return { ...silent, isDown: true };
  }
  const unknown: MemberKnowledge = {
    node,
    liveness: 'unknown',
    stateUuid: null,
    position: null,
    lastView: [],
    componentSize: 0,
    component: null,
  };
  if (container.isPaused || (!container.onReplicationNetwork && isolation === 'heedIsolation')) {
    return { ...silent, knowledge: unknown, canSayMore: false };
  }
  const report = journal?.report;
  if (report === undefined || report.phase === 'stopped' || report.phase === 'recovering') {
    return silent;
  }
  if (report.phase === 'waiting') {
    const knowledge: MemberKnowledge = {
      ...unknown,
      liveness: 'down',
      position: report.position,
      lastView: report.lastView,
    };
    return { ...silent, knowledge, waits: { boot: report.boot, turn: report.turn } };
  }
  // Its server is on its way up.
  if (sql === null || sql.kind === 'closed') {
    return silent;
  }
  if (sql.kind !== 'status') {
    return { ...silent, knowledge: unknown };
  }
  return {
    ...silent,
    knowledge: { node, lastView: journal?.servedWith ?? report.lastView, ...liveKnowledge(sql.status) },
  };
}
