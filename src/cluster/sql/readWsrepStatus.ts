import type { Connection, RowDataPacket } from 'mysql2/promise';
import { throwIfAborted } from '../vocabulary/errors';
import { followSignal } from '../async/followSignal';
import type { WsrepStatus } from '../vocabulary/model';
import { askByKept } from './keptConnections';
import type { SqlAddress } from './openConnection';

/**
 * A node's answer, or why there is none: `closed` where nothing serves the port (yet), `silent` where a
 * handshake or a query hangs, as on a node that waits for its first Primary component; `barred` where the server lets
 * our account in no more, or for want of a free connection nobody; `denied` where the server isn't who it should be.
 */
export type SqlAnswer =
  | { readonly kind: 'status'; readonly status: WsrepStatus }
  | { readonly kind: 'closed' | 'silent' | 'barred' | 'denied'; readonly reason: string };

/** A server that serves answers within milliseconds, on a machine that isn't overloaded. */
export const answerTimeoutMs = 2_000;

type Variable = RowDataPacket & { Variable_name: string; Value: string };

/** An empty gcache is said to reach down to the largest number there is. */
function cachedDownto(text: string): number | null {
  const seqno = Number(text);
  return text !== '' && Number.isSafeInteger(seqno) && seqno >= 0 ? seqno : null;
}

/** The status from SHOW STATUS and SHOW VARIABLES rows; missing counters read as 0. */
export function wsrepStatusFrom(values: ReadonlyMap<string, string>): WsrepStatus {
  const text = (name: string): string => values.get(name) ?? '';
  const count = (name: string): number => Number(values.get(name) ?? 0);
  return {
    clusterStatus: text('wsrep_cluster_status'),
    clusterSize: count('wsrep_cluster_size'),
    clusterStateUuid: text('wsrep_cluster_state_uuid'),
    clusterConfId: count('wsrep_cluster_conf_id'),
    evsState: text('wsrep_evs_state'),
    incomingAddresses: text('wsrep_incoming_addresses')
      .split(',')
      .filter((address) => address !== ''),
    localStateUuid: text('wsrep_local_state_uuid'),
    localState: count('wsrep_local_state'),
    localStateComment: text('wsrep_local_state_comment'),
    ready: text('wsrep_ready') === 'ON',
    connected: text('wsrep_connected') === 'ON',
    lastCommitted: Number(values.get('wsrep_last_committed') ?? -1),
    flowControlPausedNs: count('wsrep_flow_control_paused_ns'),
    flowControlSent: count('wsrep_flow_control_sent'),
    localRecvQueue: count('wsrep_local_recv_queue'),
    localSendQueue: count('wsrep_local_send_queue'),
    localCertFailures: count('wsrep_local_cert_failures'),
    localBfAborts: count('wsrep_local_bf_aborts'),
    cachedDownto: cachedDownto(text('wsrep_local_cached_downto')),
    writesets: count('wsrep_replicated') + count('wsrep_received'),
    writesetBytes: count('wsrep_replicated_bytes') + count('wsrep_received_bytes'),
    serverVersion: text('version'),
  };
}

/**
 * Without this a node that lags would answer only once it has caught up, and one whose user has set a limit in part.
 */
export const statusSession =
  'SET SESSION wsrep_sync_wait = 0, sql_select_limit = 18446744073709551615, max_join_size = 18446744073709551615';

async function ask(connection: Connection, isNew: boolean): Promise<WsrepStatus> {
  if (isNew) {
    await connection.query(statusSession);
  }
  const [status] = await connection.query<Variable[]>("SHOW GLOBAL STATUS LIKE 'wsrep\\_%'");
  const [version] = await connection.query<Variable[]>("SHOW GLOBAL VARIABLES LIKE 'version'");
  return wsrepStatusFrom(new Map([...status, ...version].map((row) => [row.Variable_name, row.Value])));
}

/**
 * 1040: all connections are used up; 1203 and 1226: those of the account. 1045, 1130, 1698: the account isn't known
 * there; 4151: it is locked; 1820, 1862: its password has expired.
 *
 * https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const barring: ReadonlySet<number> = new Set([1040, 1203, 1226, 1045, 1130, 1698, 4151, 1820, 1862]);

function noAnswer(error: unknown): SqlAnswer {
  const { code = '', errno = 0 } = error as NodeJS.ErrnoException;
  const reason = error instanceof Error ? error.message : String(error);
  if (barring.has(errno)) {
    return { kind: 'barred', reason };
  }
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT' || (code === 'HANDSHAKE_SSL_ERROR' && reason.includes('certificate'))) {
    return { kind: 'denied', reason };
  }
  return { kind: code === 'ETIMEDOUT' || code === 'PROTOCOL_SEQUENCE_TIMEOUT' ? 'silent' : 'closed', reason };
}

/**
 * Asks a node for its wsrep status, by a connection that is kept for the next time. One deadline spans connect,
 * handshake and queries: a node without a Primary component can accept a connection and never greet for minutes.
 *
 * https://mariadb.com/kb/en/galera-cluster-status-variables/
 *
 * @param withinMs milliseconds
 * @throws GaleraError `aborted`
 */
export async function readWsrepStatus(
  at: SqlAddress,
  signal: AbortSignal,
  withinMs = answerTimeoutMs,
): Promise<SqlAnswer> {
  throwIfAborted(signal);
  const deadline = followSignal(signal, withinMs);
  const answer = askByKept(at, withinMs, deadline.signal, ask).then(
    (status): SqlAnswer => ({ kind: 'status', status }),
    (error: unknown) => noAnswer(error),
  );
  const silence = new Promise<SqlAnswer>((resolve) => {
    deadline.signal.addEventListener('abort', () => {
      resolve({ kind: 'silent', reason: `no answer within ${String(withinMs)} ms` });
    });
  });
  const result = await Promise.race([answer, silence]);
  deadline.end();
  throwIfAborted(signal);
  return result;
}
