import type Docker from 'dockerode';
import { dockerFailure, isContainerGone } from '../docker/dockerErrors';
import { runInContainer } from '../docker/runInContainer';
import type { Credentials } from '../node/credentials';
import { nodePaths } from '../node/nodePaths';
import { extraPort } from '../node/serverConfig';
import { sqlAddress } from './sqlAddress';
import { answerTimeoutMs, readWsrepStatus, type SqlAnswer, statusSession, wsrepStatusFrom } from './readWsrepStatus';

/**
 * Asks the server from inside its container: as root by the socket, where one more connection than all may be had and
 * our account needn't be known; or as the monitor at the extra port, which clients don't know.
 *
 * https://mariadb.com/kb/en/thread-pool-system-status-variables/#extra_port
 */
const askInside = `
ask() { timeout 2 mariadb "$@" --connect-timeout=2 --skip-column-names --batch -e "${statusSession}; SHOW GLOBAL STATUS LIKE 'wsrep\\\\_%'; SHOW GLOBAL VARIABLES LIKE 'version'"; }
monitor() {
  printf '[client]\\nuser=galera_monitor\\npassword=%s\\n' "$(sed -n 's/^monitor_password=//p' ${nodePaths.credentials})"
  [ ! -e ${nodePaths.ca} ] || printf 'ssl-ca=%s\\nssl-verify-server-cert\\n' ${nodePaths.ca}
}
ask --no-defaults --user=root --socket=${nodePaths.socket} 2>/dev/null || ask --defaults-file=<(monitor) --protocol=tcp --host=127.0.0.1 --port=${String(extraPort)}`;

/** Name, tab, value, one a line. */
function parse(printed: string): ReadonlyMap<string, string> {
  return new Map(
    printed.split('\n').flatMap((line) => {
      const at = line.indexOf('\t');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
}

async function runInside(container: Docker.Container): Promise<string | undefined> {
  try {
    return await runInContainer(container, askInside);
  } catch (error) {
    if (isContainerGone(error)) {
      return undefined;
    }
    throw dockerFailure(error, 'Asking a node');
  }
}

/**
 * A node's wsrep status, also where its server lets our account in no more: its connections are used up, or someone has
 * dropped or locked the account. It serves all the same.
 *
 * @throws GaleraError `aborted`, `dockerFailed`, `dockerDown`
 */
export async function readNodeStatus(
  container: Docker.Container,
  credentials: Credentials,
  hostPort: number,
  signal: AbortSignal,
  withinMs = answerTimeoutMs,
): Promise<SqlAnswer> {
  const answer = await readWsrepStatus(sqlAddress(credentials, 'monitor', hostPort), signal, withinMs);
  if (answer.kind !== 'barred') {
    return answer;
  }
  const values = parse((await runInside(container)) ?? '');
  return values.has('wsrep_cluster_status') ? { kind: 'status', status: wsrepStatusFrom(values) } : answer;
}
