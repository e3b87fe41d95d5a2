import { dockerFailure } from './docker/dockerErrors';
import { replicationNetworkName } from './names';
import { readBootReport, readServedWith } from './node/journal';
import { journalOf, type PreparedMember } from './prepareMembers';
import { readNodeStatus } from './wsrep/readNodeStatus';
import type { WsrepStatus } from './model';
import type { MemberKnowledge } from './guard/decide';
import { zeroUuid } from './guard/position';

/** One look at a running member; knowledge is undefined while its start script is still preparing. */
export interface Look {
  readonly knowledge: MemberKnowledge | undefined;
  readonly boot: string | undefined;
  /** Its container has ended. */
  readonly exited: boolean;
  /** How far its start script has come with a recovery that takes its time; undefined where none is under way. */
  readonly recovery?: number;
}

/**
 * What is known of one member whose container was started: what its server says where one runs, else what its
 * start script reported of its data directory.
 *
 * @param isolation a node off the replication network counts as unknown, unless its own word is asked for.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`, `aborted`
 */
export async function gatherKnowledge(
  member: PreparedMember,
  signal: AbortSignal,
  isolation: 'ignoreIsolation' | 'heedIsolation' = 'heedIsolation',
): Promise<Look> {
  const { node, cluster, hostPort } = member.spec;
  const unknown = { node, liveness: 'unknown', stateUuid: null, position: null, lastView: [], componentSize: 0, component: null } as const;
  try {
    const { State: state, NetworkSettings: network } = await member.container.inspect();
    if (!state.Running) {
      return { knowledge: undefined, boot: undefined, exited: true };
    }
    const isolated = network.Networks[replicationNetworkName(cluster)] === undefined;
    if (state.Paused || (isolated && isolation === 'heedIsolation')) {
      return { knowledge: unknown, boot: undefined, exited: false };
    }
    const journal = journalOf(member, state);
    const report = await readBootReport(journal);
    if (report === undefined || report.phase === 'stopped') {
      return { knowledge: undefined, boot: undefined, exited: false };
    }
    const { boot, position, lastView } = report;
    if (report.phase === 'recovering') {
      return { knowledge: undefined, boot: undefined, exited: false, recovery: report.step };
    }
    if (report.phase === 'waiting') {
      return { knowledge: { ...unknown, liveness: 'down', position, lastView }, boot, exited: false };
    }
    const answer = await readNodeStatus(member.container, member.credentials, hostPort, signal);
    if (answer.kind === 'closed') {
      // The server is on its way up.
      return { knowledge: undefined, boot, exited: false };
    }
    if (answer.kind !== 'status') {
      return { knowledge: unknown, boot, exited: false };
    }
    const servedWith = await readServedWith(journal);
    return { knowledge: { node, lastView: servedWith ?? lastView, ...liveKnowledge(answer.status) }, boot, exited: false };
  } catch (error) {
    throw dockerFailure(error, `Looking at ${node}`);
  }
}

/** wsrep_local_state (wsrep_api.h, wsrep_member_status). */
const syncedState = 4;

/** A running server's own word; its position is what it has committed, not what it booted from. */
function liveKnowledge(status: WsrepStatus): Omit<MemberKnowledge, 'node' | 'lastView'> {
  const primary = status.clusterStatus === 'Primary';
  const consistent = status.localStateComment !== 'Inconsistent';
  const held = consistent && status.localStateUuid !== '' && status.localStateUuid !== zeroUuid && status.lastCommitted >= 0;
  return {
    liveness: primary ? 'primary' : 'nonPrimary',
    stateUuid: primary ? status.clusterStateUuid : null,
    componentSize: status.clusterSize,
    // The number alone could be that of another part of the same cluster. A joiner and its donor hear of no change before they are
    // through with the transfer; one that is alone is neither.
    component: primary && (status.localState === syncedState || status.clusterSize === 1) ? `${String(status.clusterConfId)} ${status.incomingAddresses.join()}` : null,
    position: {
      origin: held ? 'recovered' : 'interrupted',
      uuid: status.localStateUuid,
      seqno: held ? status.lastCommitted : -1,
      safeToBootstrap: false,
    },
  };
}
