import { putFiles } from '../../docker/containerFiles';
import { dockerFailure, dockerStatus, StreamSilentError } from '../../docker/dockerErrors';
import type { Access } from '../../docker/access';
import { GaleraError } from '../../vocabulary/errors';
import type { WsrepStatus } from '../../vocabulary/model';
import { handOver } from '../../node/handOver';
import { nodeAddress } from '../../node/nodeContainer';
import { nodePaths } from '../../node/nodePaths';
import { type Order, sendOrder } from '../../node/sendOrder';
import { sqlAddress } from '../../sql/sqlAddress';
import { pause, pauseBetweenLooks } from '../../async/waitUntil';
import { readWsrepStatus } from '../../sql/readWsrepStatus';
import { runStatement } from '../../sql/runStatement';
import type { Step } from '../step';
import type { Site } from './site';

type StepOf<Do extends Step['do']> = Extract<Step, { do: Do }>;

/** A node that has ended or was frozen meanwhile takes no orders: the next look shows it. */
async function send(access: Access, site: Site, node: string, order: Order, signal: AbortSignal): Promise<void> {
  const { monitorPassword } = await site.credentials(access);
  try {
    await sendOrder(site.container(access, node), order, monitorPassword, signal);
  } catch (error) {
    if (!(error instanceof StreamSilentError) && dockerStatus(error) !== 409) {
      throw error;
    }
    access.log.warn(`${node} takes no orders: ${error instanceof Error ? error.message.trim() : ''}`);
  }
}

/**
 * The node takes it for this turn of this boot only. A script of an earlier version counts no turns, and looks for a
 * file.
 */
export async function handToken(
  access: Access,
  site: Site,
  { node, boot, turn }: StepOf<'handToken'>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await (turn > 0
      ? send(access, site, node, { boot, turn, do: 'found' }, signal)
      : handOver(site.container(access, node), nodePaths.token, `${boot}\n`));
  } catch (error) {
    throw dockerFailure(error, `Handing ${node} the token`);
  }
}

/** As the token. */
export async function admit(
  access: Access,
  site: Site,
  { node, boot, turn, hosts }: StepOf<'admit'>,
  signal: AbortSignal,
): Promise<void> {
  const subnet = await site.subnet(access);
  const peers = hosts.map((host) => nodeAddress(subnet, host));
  try {
    await (turn > 0
      ? send(access, site, node, { boot, turn, do: 'join', peers }, signal)
      : handOver(site.container(access, node), nodePaths.admission, `${boot}\n${peers.join(',')}\n`));
  } catch (error) {
    throw dockerFailure(error, `Telling ${node} whom to join`);
  }
}

/** How long a component takes at most, when told to, until its members say that it is Primary. */
const mostReformMs = 10_000;
const leastPauseMs = 50;

/**
 * A provider whose group is just about to change doesn't take the order (1210; codership/galera #584: "sending install
 * message failed: Resource temporarily unavailable").
 */
const wrongArguments = 1210;

function isRefused(error: unknown): boolean {
  return error instanceof GaleraError && (error.cause as { errno?: number } | undefined)?.errno === wrongArguments;
}

/**
 * Makes the component of a node Primary again, and waits until the node says so; where it doesn't, or no longer, or its
 * group was changing, the next look shows it.
 *
 * https://mariadb.com/kb/en/wsrep_provider_options/#pcbootstrap
 *
 * @throws GaleraError `nodeFailed` where the node doesn't take the order; `aborted`
 */
export async function reform(access: Access, site: Site, node: string, signal: AbortSignal): Promise<void> {
  const credentials = await site.credentials(access);
  const { hostPort } = await site.spec(access, node);
  const statement = "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'";
  let isDone = ({ clusterStatus }: WsrepStatus): boolean => clusterStatus === 'Primary';
  try {
    await runStatement(sqlAddress(credentials, 'sst', hostPort), node, statement);
  } catch (error) {
    if (!isRefused(error)) {
      throw error;
    }
    access.log.warn(`${node} can't be made Primary while its group changes`);
    isDone = ({ evsState }) => evsState === 'OPERATIONAL';
  }
  const began = performance.now();
  for (;;) {
    const looked = performance.now();
    const answer = await readWsrepStatus(sqlAddress(credentials, 'monitor', hostPort), signal);
    const waited = performance.now() - began;
    if ((answer.kind === 'status' && isDone(answer.status)) || waited > mostReformMs) {
      return;
    }
    await pause(pauseBetweenLooks(leastPauseMs, waited, performance.now() - looked), signal);
  }
}

/** @param mark empty where its data count again. */
export async function markGivenUp(access: Access, site: Site, node: string, mark: string): Promise<void> {
  try {
    await putFiles(site.container(access, node), [{ path: nodePaths.givenUp, content: mark, mode: 0o644 }]);
  } catch (error) {
    throw dockerFailure(error, `Marking the data of ${node}`);
  }
}
