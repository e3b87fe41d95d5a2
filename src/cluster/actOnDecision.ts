import type { BootedMember } from './bootMembers';
import type { PreparedMember } from './prepareMembers';
import { sqlAddress } from './sqlAddress';
import { runStatement } from './wsrep/runStatement';
import { readWsrepStatus } from './wsrep/readWsrepStatus';
import { dockerFailure } from './docker/dockerErrors';
import type { Engine, OperationOptions } from './engine';
import type { Footing } from './footing';
import { handOver } from './node/handOver';
import type { NodeSpec } from './node/nodeContainer';
import { nodePaths } from './node/nodePaths';
import type { Decision } from './guard/decide';
import { refusal } from './guard/refusal';
import { pause, pauseBetweenLooks } from './waitUntil';

/** What came of a decision: nodes that have to stop before the guard is asked again, or members that the others can join. */
export type Outcome =
  | { readonly kind: 'stopFirst'; readonly nodes: readonly string[] }
  | { readonly kind: 'joinable'; readonly hosts: readonly PreparedMember[]; readonly footing: Footing };

/**
 * Does what the guard decided. The token to bootstrap names the chosen node's present boot, so it can found nothing
 * at any other start, and the start script removes it before it acts on it.
 *
 * @throws GaleraError `refused` with what each node holds; `nodeFailed`, `dockerFailed`, `dockerDown`
 */
export async function actOnDecision(
  engine: Engine,
  cluster: string,
  decision: Decision,
  members: readonly BootedMember[],
  options: OperationOptions,
): Promise<Outcome> {
  const { onProgress, signal } = options;
  const knowledge = members.map((booted) => booted.knowledge);
  const joinable = (hosts: readonly BootedMember[], footing: Footing = { kind: 'primary' }): Outcome => {
    for (const { knowledge: other } of members.filter((booted) => !hosts.includes(booted))) {
      if (other.liveness !== 'primary') {
        onProgress({ kind: 'node', node: other.node, step: 'join' });
      }
    }
    return { kind: 'joinable', hosts: hosts.map(({ member }) => member), footing };
  };
  if (decision.kind === 'join') {
    engine.log.info(`"${cluster}" has a Primary component; the others join it`);
    return joinable(members.filter((booted) => booted.knowledge.liveness === 'primary'));
  }
  if (decision.kind === 'refuse') {
    throw refusal(cluster, decision, knowledge);
  }
  if (decision.kind === 'stopFirst') {
    engine.log.info(`${decision.nodes.join(', ')} of "${cluster}" run without quorum and hold less than a node that is down`);
    return { kind: 'stopFirst', nodes: decision.nodes };
  }
  const chosen = members.find((booted) => booted.knowledge.node === decision.node);
  if (chosen?.boot === undefined) {
    throw refusal(cluster, { kind: 'refuse', reason: 'unreadable', nodes: [decision.node] }, knowledge);
  }
  const position = `${chosen.knowledge.position?.uuid ?? ''}:${String(chosen.knowledge.position?.seqno ?? -1)}`;
  onProgress({ kind: 'node', node: decision.node, step: 'bootstrap' });
  if (decision.kind === 'reform') {
    engine.log.info(`The component of ${decision.node} may be Primary again, at ${position}`);
    await makePrimaryAgain(chosen.member, signal);
    return joinable([chosen]);
  }
  engine.log.info(`${decision.node} may bootstrap "${cluster}" from ${position}`);
  await handToken(chosen.member, chosen.boot);
  return joinable([chosen], { kind: 'founder', node: decision.node });
}

/**
 * Hands a waiting node the token for its present boot. Only for the guard, and for a user who overrides it.
 *
 * @throws GaleraError `dockerFailed`, `diskFull`
 */
export async function handToken({ container, spec }: PreparedMember, boot: string): Promise<void> {
  try {
    await handOver(container, nodePaths.token, `${boot}\n`);
  } catch (error) {
    throw dockerFailure(error, `Handing ${spec.node} the token`);
  }
}

/** How long a component takes at most, when told to, until its members say that it is Primary. */
const mostReformMs = 10_000;
const leastPauseMs = 50;

/**
 * Makes the component of a node Primary again, and waits until the node says so; where it doesn't, or no longer, those
 * who are to join it find out.
 *
 * https://mariadb.com/kb/en/wsrep_provider_options/#pcbootstrap
 *
 * @throws GaleraError `nodeFailed` where the node doesn't take the order; `aborted`
 */
export async function makePrimaryAgain(
  { spec, credentials }: Pick<PreparedMember, 'credentials'> & { readonly spec: Pick<NodeSpec, 'node' | 'hostPort'> },
  signal: AbortSignal,
): Promise<void> {
  await runStatement(sqlAddress(credentials, 'sst', spec.hostPort), spec.node, "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
  const began = performance.now();
  for (;;) {
    const looked = performance.now();
    const answer = await readWsrepStatus(sqlAddress(credentials, 'monitor', spec.hostPort), signal);
    const waited = performance.now() - began;
    if ((answer.kind === 'status' && answer.status.clusterStatus === 'Primary') || waited > mostReformMs) {
      return;
    }
    await pause(pauseBetweenLooks(leastPauseMs, waited, performance.now() - looked), signal);
  }
}
