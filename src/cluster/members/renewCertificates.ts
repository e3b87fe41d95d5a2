import { allDone } from '../async/allDone';
import { putFiles } from '../docker/containerFiles';
import { replicationSubnet } from '../docker/networks';
import { runInContainer } from '../docker/runInContainer';
import type { BoundedCalls } from '../docker/boundedCalls';
import type { Access } from '../docker/access';
import { toGaleraError } from '../vocabulary/errors';
import { isRunning, type Member, publishedPort } from './members';
import type { Credentials } from '../node/credentials';
import { certificateFiles } from '../node/certificateFiles';
import { nodeAddress } from '../node/nodeContainer';
import { nodePaths } from '../node/nodePaths';
import { readNodeFile } from './readNodeFile';
import { sqlAddress } from '../sql/sqlAddress';
import { certificateEnd } from '../sql/keptConnections';
import { validityOf } from './renewal';

const dayMs = 86_400_000;
const marginMs = 60 * dayMs;

/**
 * Whether a node that stays up is to get another certificate: less than 60 days are left of its own, and it would gain
 * some.
 *
 * @param expires as the node's file has it, in seconds since 1970; undefined where it has none
 * @param authorityEnds the end of the authority, which no certificate of its outlives
 */
export function isDue(expires: string | undefined, authorityEnds: Date, now: Date): boolean {
  const endsMs = Number.parseInt(expires ?? '', 10) * 1000;
  return endsMs - now.getTime() < marginMs && authorityEnds.getTime() - endsMs > dayMs;
}

/**
 * The server and its provider read them again: sql/sql_reload.cc, wsrep_reload_ssl. Connections that are open go on.
 * The client of 11.4 and later speaks TLS on the socket, too, and would refuse a certificate that has ended.
 */
const reload = `chown mysql ${nodePaths.key} && mariadb --skip-ssl --socket=/run/mysqld/mysqld.sock -e 'FLUSH LOCAL SSL'`;

const noted = new WeakMap<BoundedCalls, Map<string, string>>();

/**
 * What its server has proved itself by not long ago: to read a file costs dockerd a process. One that is due may have
 * been renewed since.
 */
function told(
  member: Member,
  credentials: Credentials,
  isDueBy: (expires: string | undefined) => boolean,
): string | undefined {
  const port = publishedPort(member);
  const end = port === undefined ? undefined : certificateEnd(sqlAddress(credentials, 'monitor', port));
  const expires = end === undefined ? undefined : String(Math.floor(end.getTime() / 1000));
  return expires === undefined || isDueBy(expires) ? undefined : expires;
}

/**
 * What a node's file says, read once for each container: whoever writes another puts a later end into it, so that one
 * that was read before comes due too early at worst, and then it is read again.
 */
async function readExpiry(
  access: Access,
  member: Member,
  credentials: Credentials,
  isDueBy: (expires: string | undefined) => boolean,
): Promise<string | undefined> {
  const known = noted.get(access.calls) ?? new Map<string, string>();
  noted.set(access.calls, known);
  const id = member.inspected?.Id ?? '';
  const before = known.get(id);
  if (before !== undefined && !isDueBy(before)) {
    return before;
  }
  const expires = told(member, credentials, isDueBy) ?? (await readNodeFile(access, member, nodePaths.expires));
  if (Number.parseInt(expires ?? '', 10) > 0) {
    known.set(id, expires ?? '');
  }
  return expires;
}

async function renew(access: Access, member: Member, subnet: string, credentials: Credentials): Promise<void> {
  const container = access.docker.getContainer(member.containerName);
  await putFiles(container, await certificateFiles(member, nodeAddress(subnet, member.node), credentials));
  if ((await runInContainer(container, reload)) === undefined) {
    throw new Error('its server refuses to read the new one');
  }
  access.log.info(`${member.node} has a new certificate: its old one's time was over, or nearly so`);
}

/**
 * Gives nodes that run and whose certificate ends soon, or has ended, a new one, without a restart: with one that has
 * ended, clients are refused, and so is every new connection between nodes. A node that can't have it is only warned
 * of.
 *
 * @param credentials the cluster's, whose authority signs them
 */
export async function renewCertificates(
  access: Access,
  members: readonly Member[],
  credentials: Credentials,
  now: Date,
): Promise<void> {
  if (credentials.authority === undefined) {
    return;
  }
  const authorityEnds = validityOf(credentials.authority).to;
  // What is frozen runs nothing; it is due again when it goes on.
  const running = members.filter((member) => isRunning(member) && member.inspected?.State.Paused !== true);
  await allDone(
    running.map(async (member) => {
      try {
        const isDueBy = (expires: string | undefined): boolean => isDue(expires, authorityEnds, now);
        if (isDueBy(await readExpiry(access, member, credentials, isDueBy))) {
          await renew(access, member, await replicationSubnet(access, member.cluster), credentials);
        }
      } catch (error) {
        const { message } = toGaleraError(error);
        access.log.warn(
          `The certificate of ${member.node} ends soon and couldn't be renewed (${message}): idle and restore ${member.node}`,
        );
      }
    }),
  );
}
