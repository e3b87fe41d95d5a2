import { withoutStaleClaims } from '../guard/component';
import { viewBalancer } from '../balancer/viewBalancer';
import { type Balancer, findBalancer, findBalancers } from '../members/balancers';
import type { Access } from '../docker/access';
import { GaleraError, throwIfAborted } from '../vocabulary/errors';
import { agreedStateUuid, clusterHealth } from './health';
import { containerFacts, type Findings, type Member, publishedPort, survey } from '../members/members';
import type { ClusterView, NodeView } from '../vocabulary/model';
import { assertClusterName } from '../vocabulary/names';
import type { Credentials } from '../node/credentials';
import { hasBeen, previousEndOf, readTold } from '../node/journal';
import { publishedHost } from '../vocabulary/publishedHost';
import { unlessGone } from '../members/readNodeFile';
import { forgetCredentials, rememberedCredentials } from '../members/rememberedCredentials';
import { withFailures } from './transfer/readFailures';
import { withTransfers } from './transfer/readTransfers';
import { donorOrDesynced, nodeState } from '../members/nodeState';
import { readNodeStatus } from '../sql/readNodeStatus';
import type { SqlAnswer } from '../sql/readWsrepStatus';

async function askNode(
  access: Access,
  member: Member,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<SqlAnswer | null> {
  const port = publishedPort(member);
  if (containerFacts(member).status !== 'running' || port === undefined || credentials === undefined) {
    return null;
  }
  const answer = await readNodeStatus(access.docker.getContainer(member.containerName), credentials, port, signal);
  if (answer.kind === 'denied' || answer.kind === 'barred') {
    forgetCredentials(access, member);
  }
  return answer;
}

/** One member as a view: its container's state, and what its server says where it answers. */
async function readNode(
  access: Access,
  member: Member,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<NodeView> {
  const sql = await askNode(access, member, credentials, signal);
  const container = containerFacts(member);
  const settled = sql?.kind === 'status' && sql.status.clusterStatus === 'Primary';
  const journal = {
    container: access.docker.getContainer(member.inspected?.Id ?? member.containerName),
    previousEnd: member.inspected === undefined ? undefined : previousEndOf(member.inspected.State),
    monitorPassword: credentials?.monitorPassword,
  };
  const served =
    container.status === 'running' && !settled
      ? (await unlessGone(hasBeen(journal, 'synced'), member)) === true
      : settled;
  const mayBeDonor = settled && sql.status.localState === donorOrDesynced;
  const told = mayBeDonor ? await unlessGone(readTold(journal), member) : undefined;
  const port = publishedPort(member);
  return {
    name: member.node,
    container: member.containerName,
    state: nodeState({ container, sql, served, told }),
    host: port === undefined ? null : publishedHost,
    port: port ?? null,
    wsrep: sql?.kind === 'status' ? sql.status : null,
    image: member.image,
  };
}

async function view(
  access: Access,
  name: string,
  { members, foreign }: Findings,
  balancer: Balancer | undefined,
  signal: AbortSignal,
): Promise<ClusterView> {
  const credentials = await rememberedCredentials(access, members);
  const seen = withoutStaleClaims(
    await Promise.all(members.map((member) => readNode(access, member, credentials, signal))),
  );
  const nodes = await withFailures(
    access,
    members,
    await withTransfers(access, members, seen, credentials?.monitorPassword),
    credentials,
  );
  return {
    name,
    health: clusterHealth(nodes),
    stateUuid: agreedStateUuid(nodes),
    nodes,
    foreign: foreign.filter((each) => each.cluster === name).map((each) => each.container),
    ...(balancer === undefined
      ? {}
      : {
          balancer: await viewBalancer(
            access,
            balancer,
            members.map(({ node }) => node),
          ),
        }),
  };
}

/**
 * Every cluster on this Docker engine as it is now, by name.
 *
 * @throws GaleraError `dockerDown`, `dockerFailed`, `aborted`
 */
export async function readClusters(access: Access, signal: AbortSignal): Promise<readonly ClusterView[]> {
  throwIfAborted(signal);
  const byCluster = new Map<string, Member[]>();
  const [found, balancers] = await Promise.all([survey(access), findBalancers(access)]);
  for (const member of found.members) {
    byCluster.set(member.cluster, [...(byCluster.get(member.cluster) ?? []), member]);
  }
  return Promise.all(
    [...byCluster].map(([name, members]) => {
      const balancer = balancers.find(({ cluster }) => cluster === name);
      return view(access, name, { ...found, members }, balancer, signal);
    }),
  );
}

/**
 * One cluster as it is now.
 *
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `dockerDown`, `dockerFailed`, `aborted`
 */
export async function readCluster(access: Access, name: string, signal: AbortSignal): Promise<ClusterView> {
  const [found, balancer] = await Promise.all([surveyOf(access, name), findBalancer(access, name)]);
  return view(access, name, found, balancer, signal);
}

/**
 * A cluster's members, of which there is at least one.
 *
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `dockerDown`, `dockerFailed`
 */
export async function requireMembers(access: Access, name: string): Promise<Member[]> {
  return (await surveyOf(access, name)).members;
}

async function surveyOf(access: Access, name: string): Promise<Findings> {
  assertClusterName(name);
  const found = await survey(access, name);
  if (found.members.length === 0) {
    throw new GaleraError('clusterUnknown', `There is no cluster named "${name}".`, {
      advice: 'Start it, or see which clusters there are with Refresh or "galera status".',
    });
  }
  return found;
}
