import { withoutStaleClaims } from '../guard/component';
import { hasReadableLog } from '../docker/containerLogs';
import { isStranded } from '../docker/networks';
import type { Access } from '../docker/access';
import { throwIfAborted } from '../vocabulary/errors';
import { containerFacts, type Member, publishedPort, survey } from '../members/members';
import type { NodeView } from '../vocabulary/model';
import type { Credentials } from '../node/credentials';
import { type Journal, previousEndOf, readScripts } from '../node/journal';
import { nodeAddress } from '../node/nodeContainer';
import { nodePaths } from '../node/nodePaths';
import { hasStdin } from '../node/sendOrder';
import { publishedHost } from '../vocabulary/publishedHost';
import { readNodeFile, unlessGone } from '../members/readNodeFile';
import { forgetCredentials, rememberedCredentials } from '../members/rememberedCredentials';
import { withFailures } from '../view/transfer/readFailures';
import { withTransfers } from '../view/transfer/readTransfers';
import { donorOrDesynced, nodeState } from '../members/nodeState';
import { readNodeStatus } from '../sql/readNodeStatus';
import { answerTimeoutMs, type SqlAnswer } from '../sql/readWsrepStatus';
import { runOf } from './act/measure';
import type { Site } from './act/site';
import type { ContainerSight, Sight, World } from './world';

/** Whether a server may run, by what its scripts say; one whose scripts are not ours to hear may. */
function mayServe(journal: Journal | undefined): boolean {
  const phase = journal?.report?.phase;
  return phase === 'bootstrapping' || phase === 'joining' || phase === undefined;
}

/**
 * A server that joins greets nobody for a while, and its scripts tell once it is in service: the others aren't to wait
 * for it.
 */
const joinerTimeoutMs = 100;

async function askServer(
  access: Access,
  member: Member,
  credentials: Credentials | undefined,
  journal: Journal | undefined,
  signal: AbortSignal,
): Promise<SqlAnswer | null> {
  const port = publishedPort(member);
  if (
    containerFacts(member).status !== 'running' ||
    port === undefined ||
    credentials === undefined ||
    !mayServe(journal)
  ) {
    return null;
  }
  const withinMs = journal?.synced === false ? joinerTimeoutMs : answerTimeoutMs;
  const answer = await readNodeStatus(
    access.docker.getContainer(member.containerName),
    credentials,
    port,
    signal,
    withinMs,
  );
  if (answer.kind === 'denied' || answer.kind === 'barred') {
    forgetCredentials(access, member);
  }
  return answer;
}

function viewOf(member: Member, journal: Journal | undefined, sql: SqlAnswer | null): NodeView {
  const settled = sql?.kind === 'status' && sql.status.clusterStatus === 'Primary';
  const port = publishedPort(member);
  const served = settled || journal?.synced === true;
  const told = settled && sql.status.localState === donorOrDesynced ? journal?.told : undefined;
  return {
    name: member.node,
    container: member.containerName,
    state: nodeState({ container: containerFacts(member), sql, served, told }),
    host: port === undefined ? null : publishedHost,
    port: port ?? null,
    wsrep: sql?.kind === 'status' ? sql.status : null,
    image: member.image,
  };
}

/**
 * Whether a container can be started as it is; asked only of one that is down and is the one that was there at the
 * beginning.
 */
async function isFit(access: Access, site: Site, { inspected, containerName, node }: Member): Promise<boolean> {
  const isOld = site.known.some((member) => member.node === node && member.inspected?.Id === inspected?.Id);
  if (inspected === undefined || inspected.State.Running || !isOld || site.networks === undefined) {
    return true;
  }
  return (
    hasStdin(inspected) &&
    !isStranded(inspected, site.networks) &&
    (await hasReadableLog(access.docker.getContainer(containerName)))
  );
}

async function containerSight(access: Access, site: Site, member: Member): Promise<ContainerSight | undefined> {
  if (member.inspected === undefined) {
    return undefined;
  }
  const { State: state, Id: id } = member.inspected;
  return {
    id,
    run: runOf(member.inspected),
    // Docker's word for never is the year 1.
    hasRun: Date.parse(state.StartedAt) > 0,
    isRunning: state.Running,
    isPaused: state.Paused,
    onReplicationNetwork: containerFacts(member).onReplicationNetwork,
    isFit: await isFit(access, site, member),
  };
}

async function scriptsOf(
  access: Access,
  site: Site,
  member: Member,
  credentials: Credentials | undefined,
): Promise<Journal | undefined> {
  const { inspected } = member;
  if (inspected === undefined || !inspected.State.Running || inspected.State.Paused) {
    return undefined;
  }
  const container = access.docker.getContainer(inspected.Id);
  const of = {
    container,
    previousEnd: previousEndOf(inspected.State),
    monitorPassword: credentials?.monitorPassword,
    isNew: site.started.has(inspected.Id),
  };
  return unlessGone(readScripts(of), member);
}

async function lookAtMember(
  access: Access,
  site: Site,
  member: Member,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<Sight> {
  const journal = await scriptsOf(access, site, member, credentials);
  const sql = await askServer(access, member, credentials, journal, signal);
  const container = await containerSight(access, site, member);
  const readMark = async (path: string): Promise<string | undefined> =>
    site.request.readsMarks === true ? readNodeFile(access, member, path) : undefined;
  const subnet =
    site.known.length > 0 || site.networks !== undefined ? await site.subnet(access).catch(() => undefined) : undefined;
  return {
    node: member.node,
    address: subnet === undefined ? '' : nodeAddress(subnet, member.node),
    container,
    journal,
    sql,
    view: viewOf(member, journal, sql),
    transferFacts: container === undefined ? undefined : site.facts.get(container.run),
    isGivenUp: ((await readMark(nodePaths.givenUp)) ?? '') !== '',
    hasFounded: (await readMark(nodePaths.primary)) !== undefined,
  };
}

/**
 * A cluster at this moment: what Docker has of each member, what its scripts have said, and what its server answers. A
 * member is a volume.
 *
 * @throws GaleraError `dockerDown`, `dockerFailed`, `aborted`
 */
export async function observe(access: Access, site: Site, signal: AbortSignal): Promise<World> {
  const { members } = await survey(access, site.cluster);
  const credentials = await rememberedCredentials(access, members);
  const sights = await Promise.all(members.map((member) => lookAtMember(access, site, member, credentials, signal)));
  throwIfAborted(signal);
  const seen = withoutStaleClaims(sights.map(({ view }) => view));
  const views = await withFailures(
    access,
    members,
    await withTransfers(access, members, seen, credentials?.monitorPassword),
    credentials,
  );
  return {
    nowMs: performance.now(),
    nodes: sights.map((sight, index) => ({ ...sight, view: views[index] ?? sight.view })),
  };
}
