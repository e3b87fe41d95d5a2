import { sstFailureCause } from '../sst/sstLog';
import type Docker from 'dockerode';
import { allDone } from './allDone';
import { claimsPrimary, isOneComponent } from './component';
import { lastLogLines } from './docker/containerLogs';
import type { Engine, OperationOptions } from './engine';
import { GaleraError } from './errors';
import { type Footing, isLost } from './footing';
import { findMembers, type Member } from './members';
import type { NodeView } from './model';
import { nodeResourceName } from './names';
import { readCluster } from './readClusters';
import { type Look, waitUntil } from './waitUntil';
import { nodeFailure } from './node/nodeFailure';
import { nodeLog } from './node/nodeLog';
import { rememberedCredentials } from './rememberedCredentials';

/** Without a sign of progress. A state transfer is progress, however long it takes, as long as a donor is at it. */
const syncDeadlineMs = 120_000;

/** For how long a joiner waits for a client to let go of its only donor, as a backup does after seconds. */
const desyncedPatienceMs = 30_000;

/** A failed transfer is followed by the lines of the configuration changes it causes. */
const donorLogLines = 1_000;

/** The cause that a donor's log gives for a failed transfer, whichever member it was. */
async function transferFailure(engine: Engine, members: readonly Member[]): Promise<string[]> {
  const monitorPassword = (await rememberedCredentials(engine, members))?.monitorPassword;
  const logs = await Promise.all(
    members.map(({ containerName }) => nodeLog({ container: engine.docker.getContainer(containerName), monitorPassword }, donorLogLines).catch(() => [])),
  );
  return logs.flatMap(sstFailureCause);
}

function whatItSays({ name, state, wsrep }: NodeView): string {
  return wsrep === null
    ? `${name} ${state}`
    : `${name} ${state}, ${wsrep.clusterStatus}, component ${String(wsrep.clusterConfId)} of ${String(wsrep.clusterSize)}, ${wsrep.clusterStateUuid}`;
}

function isInService({ state }: NodeView): boolean {
  return state === 'Synced' || state === 'Desynced';
}

function sayDesynced(engine: Engine, nodes: readonly NodeView[]): void {
  for (const { name } of nodes.filter((node) => node.state === 'Desynced')) {
    engine.log.warn(`${name} serves, but it is desynced: a client there has set wsrep_desync, or holds its tables locked`);
  }
}

/**
 * Only desynced nodes serve: the group chooses none of these as a donor, however long others wait. While a client holds
 * such a node's tables locked, whoever joins it doesn't even get so far as to be a joiner.
 */
export function onlyDesynced(seen: readonly NodeView[]): boolean {
  const mayGive = seen.some((node) => node.state === 'Synced' || node.state === 'Donor' || node.state === 'Joined');
  return !mayGive && seen.some((node) => node.state === 'Desynced');
}

function noDonor(late: readonly NodeView[], seen: readonly NodeView[]): GaleraError {
  const names = (nodes: readonly NodeView[]): string => nodes.map((node) => node.name).join(', ');
  const desynced = names(seen.filter((node) => node.state === 'Desynced'));
  return new GaleraError('nodeFailed', `Nobody can fill ${names(late)}: ${desynced} serves, but a client has desynced it or holds its tables locked.`, {
    advice: `On ${desynced}, set wsrep_desync to OFF and end the client that ran FLUSH TABLES WITH READ LOCK, then try again.`,
  });
}

/**
 * How a wait for nodes ended: `lostPrimary` where no component is Primary any more, so that nobody can join one; with the name of a
 * node that ran when it was found and has to be started anew, and why, in words for behind its name.
 */
export type SyncOutcome = 'synced' | 'lostPrimary' | { readonly toStartAnew: string; readonly why: string };

/** A node that was frozen or cut off finds back within seconds, as a rule, and one that is started anew is back sooner than this. */
const strayPatienceMs = 25_000;

/** The nodes that know themselves to be without quorum, or to be in no group, beside a component that serves and is complete without them. */
export function strays(seen: readonly NodeView[]): string[] {
  const isAway = ({ state, wsrep }: NodeView): boolean =>
    (state === 'Non-Primary' && wsrep?.clusterStatus !== 'Primary') || (state === 'Starting' && wsrep?.clusterStatus === 'Disconnected');
  return isOneComponent(seen.filter((node) => !isAway(node))) ? seen.filter(isAway).map((node) => node.name) : [];
}

/**
 * Waits until every named node is Synced and all that serve are of one component. One that a client has desynced serves
 * too, and stays so for as long as the client wants: it is named in the log, and not waited for.
 *
 * @param founded what the nodes join: once that is no more, nobody waits for it.
 * @param foundRunning those of the nodes that ran when they were found. One of them may be on its way out, told so by somebody who
 * is gone since, or be stuck; of any other that isn't what becomes of it.
 *
 * @throws GaleraError `nodeFailed` when a node's container ends before that, with its last log lines and the
 * donor's reason, or when it is frozen or cut off meanwhile; `deadline`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function awaitSynced(
  engine: Engine,
  cluster: string,
  nodes: readonly string[],
  founded: Footing,
  { signal, onProgress }: OperationOptions,
  foundRunning: ReadonlySet<string> = new Set(),
): Promise<SyncOutcome> {
  let footing = founded;
  let withoutDonorSince: number | undefined;
  let straySince = new Map<string, number>();
  const told = new Set<string>();
  const toldTransfers = new Map<string, string>();
  let seen: readonly NodeView[] = [];
  const container = (node: string): Docker.Container => engine.docker.getContainer(nodeResourceName(cluster, node));
  const late = (): NodeView[] => seen.filter((node) => nodes.includes(node.name) && !isInService(node));
  const details = async (): Promise<string[]> => [
    ...seen.map(whatItSays),
    ...(await allDone(late().map((node) => lastLogLines(container(node.name), 20)))).flat(),
  ];
  const what = `${nodes.join(', ')} to be Synced`;
  return waitUntil({ signal, what, deadlineMs: syncDeadlineMs, details }, async (): Promise<Look<SyncOutcome>> => {
    seen = (await readCluster(engine, cluster, signal)).nodes;
    const concerned = seen.filter((node) => nodes.includes(node.name));
    const ended = nodes.find((name) => ['Idle', 'Killed', 'Crashed', undefined].includes(concerned.find((node) => node.name === name)?.state));
    if (isLost(footing, seen)) {
      return { done: 'lostPrimary' };
    }
    if (ended !== undefined && foundRunning.has(ended)) {
      return { done: { toStartAnew: ended, why: 'has ended' } };
    }
    if (ended !== undefined) {
      const causes = await transferFailure(engine, await findMembers(engine, cluster));
      const reason = concerned.find((node) => node.name === ended)?.failure;
      throw await nodeFailure(container(ended), ended, 'ended before it was Synced', causes, reason);
    }
    const cutOff = concerned.find((node) => node.state === 'Frozen' || node.state === 'Isolated');
    if (cutOff !== undefined) {
      throw new GaleraError('nodeFailed', `${cutOff.name} was ${cutOff.state.toLowerCase()} by someone else before it was Synced.`, {
        advice: 'Try again once nobody else works on the cluster.',
      });
    }
    let moves = seen.some((node) => node.state === 'Donor');
    for (const { name, transfer } of concerned) {
      const text = JSON.stringify(transfer);
      if (transfer !== undefined && toldTransfers.get(name) !== text) {
        toldTransfers.set(name, text);
        moves = true;
        onProgress({ kind: 'transfer', node: name, transfer });
      }
    }
    for (const { name } of concerned.filter((node) => node.state === 'Synced' && !told.has(node.name))) {
      told.add(name);
      onProgress({ kind: 'node', node: name, step: 'synced' });
    }
    if (late().length === 0 && isOneComponent(seen)) {
      sayDesynced(engine, concerned);
      return { done: 'synced' };
    }
    const straying = strays(seen).filter((name) => foundRunning.has(name) && nodes.includes(name));
    straySince = new Map(straying.map((name) => [name, straySince.get(name) ?? performance.now()]));
    const [stray] = straying.filter((name) => performance.now() - (straySince.get(name) ?? Infinity) > strayPatienceMs);
    if (stray !== undefined) {
      return { done: { toStartAnew: stray, why: "doesn't find back to the others by itself" } };
    }
    withoutDonorSince = late().length > 0 && onlyDesynced(seen) ? (withoutDonorSince ?? performance.now()) : undefined;
    if (withoutDonorSince !== undefined && performance.now() - withoutDonorSince > desyncedPatienceMs) {
      throw noDonor(late(), seen);
    }
    if (seen.some(claimsPrimary)) {
      footing = { kind: 'primary' };
    }
    return moves || concerned.some((node) => node.state === 'Joined') ? 'progress' : 'notYet';
  });
}
