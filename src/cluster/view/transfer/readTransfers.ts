import type { LogOptions } from '../../docker/containerLogs';
import type { BoundedCalls } from '../../docker/boundedCalls';
import type { Access } from '../../docker/access';
import { type Member } from '../../members/members';
import { type IstChance, isUp, type NodeView, type Transfer } from '../../vocabulary/model';
import { replicationNetworkName } from '../../vocabulary/names';
import { type NodeLogOf, nodeLog } from '../../node/nodeLog';
import { nodePaths } from '../../node/nodePaths';
import { readNodeFile } from '../../members/readNodeFile';
import { timeOfDay } from '../../vocabulary/timeOfDay';
import { sizeInBytes } from '../../vocabulary/traits';
import { istChance, stoppedPosition } from './istChance';
import { donorOf, transferView } from './transferView';

const joinerLogLines = 400;
/** Our script's two progress lines a second, for the length of a long table. */
const donorLogLines = 1_500;
/** A node that starts is Synced by then, or being filled. */
const usualStartMs = 3_000;
/** wsrep_local_state (wsrep_api.h, wsrep_member_status); during an IST the node doesn't call itself Primary yet. */
const joiningState = 1;

type Password = NodeLogOf['monitorPassword'];

async function logOf(
  access: Access,
  member: Member | undefined,
  password: Password,
  count: number,
  options: LogOptions = {},
): Promise<string[]> {
  if (member?.inspected === undefined) {
    return [];
  }
  const container = access.docker.getContainer(member.inspected.Id);
  // A container that is removed at this very moment has nothing to say.
  return nodeLog({ container, monitorPassword: password }, count, options).catch(() => []);
}

async function readTransfer(
  access: Access,
  members: readonly Member[],
  member: Member,
  node: NodeView,
  password: Password,
): Promise<Transfer | undefined> {
  // What it said before this start is of another transfer.
  const since = new Date(member.inspected?.State.StartedAt ?? 0);
  const joinerLog = await logOf(access, member, password, joinerLogLines, { stamped: true, since });
  const donor = donorOf(member.node, joinerLog);
  if (donor === undefined) {
    return undefined;
  }
  const donorLog = await logOf(
    access,
    members.find((each) => each.node === donor),
    password,
    donorLogLines,
  );
  const address = member.inspected?.NetworkSettings.Networks[replicationNetworkName(member.cluster)]?.IPAddress ?? '';
  return transferView(member.node, address, joinerLog, donorLog, node.wsrep?.lastCommitted ?? null, timeOfDay());
}

const grastates = new WeakMap<BoundedCalls, Map<string, string | undefined>>();

/** What a stopped node has left, read once for each end of it: a container's file costs dockerd a process each time. */
async function grastateOf(access: Access, member: Member): Promise<string | undefined> {
  const known = grastates.get(access.calls) ?? new Map<string, string | undefined>();
  grastates.set(access.calls, known);
  const end = `${member.inspected?.Id ?? ''} ${member.inspected?.State.FinishedAt ?? ''}`;
  if (!known.has(end)) {
    known.set(end, await readNodeFile(access, member, nodePaths.grastate));
  }
  return known.get(end);
}

async function readIstChance(
  access: Access,
  member: Member,
  nodes: readonly NodeView[],
  password: Password,
): Promise<IstChance> {
  const grastate = await grastateOf(access, member);
  const log = grastate === undefined ? [] : await logOf(access, member, password, joinerLogLines);
  return istChance(stoppedPosition(grastate, log), nodes, sizeInBytes(member.traits.gcacheSize) ?? 0);
}

/**
 * The nodes with what is known of transfers: the one under way into a joiner, and of one that is stopped whether it
 * could come back by IST. A joiner may not answer while it is filled, with rsync and mariabackup not at all; that it
 * is one shows by its donor.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function withTransfers(
  access: Access,
  members: readonly Member[],
  nodes: readonly NodeView[],
  password: Password,
): Promise<NodeView[]> {
  const serves = nodes.some((node) => node.state === 'Synced');
  const donates = nodes.some((node) => node.state === 'Donor');
  return Promise.all(
    nodes.map(async (node): Promise<NodeView> => {
      const member = members.find((each) => each.node === node.name);
      if (member?.inspected === undefined) {
        return node;
      }
      const silent = timeOfDay() - Date.parse(member.inspected.State.StartedAt) > usualStartMs;
      const joining = node.wsrep?.localState === joiningState || donates || silent;
      // A server that has left the group, for an IST that failed, say, is filled no more.
      const isConnected = node.wsrep?.clusterStatus !== 'Disconnected';
      if (node.state === 'Joiner' || (node.state === 'Starting' && joining && isConnected)) {
        const transfer = await readTransfer(access, members, member, node, password);
        return transfer === undefined ? node : { ...node, state: 'Joiner', transfer };
      }
      if (!serves || isUp(node)) {
        return node;
      }
      return { ...node, istChance: await readIstChance(access, member, nodes, password) };
    }),
  );
}
