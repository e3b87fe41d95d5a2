import type { BootedMember } from './bootMembers';
import type { PreparedMember } from './prepareMembers';
import { sqlAddress } from './sqlAddress';
import { runStatement } from './wsrep/runStatement';
import { dockerFailure } from './docker/dockerErrors';
import type { Engine, OperationOptions } from './engine';
import { handOver } from './node/handOver';
import { nodePaths } from './node/nodePaths';
import type { Decision } from './guard/decide';
import { refusal } from './guard/refusal';

/** What came of a decision: nodes that have to stop before the guard is asked again, or members that the others can join. */
export type Outcome =
  | { readonly kind: 'stopFirst'; readonly nodes: readonly string[] }
  | { readonly kind: 'joinable'; readonly hosts: readonly PreparedMember[] };

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
  const { onProgress } = options;
  const knowledge = members.map((booted) => booted.knowledge);
  const joinable = (hosts: readonly BootedMember[]): Outcome => {
    for (const { knowledge: other } of members.filter((booted) => !hosts.includes(booted))) {
      if (other.liveness !== 'primary') {
        onProgress({ kind: 'node', node: other.node, step: 'join' });
      }
    }
    return { kind: 'joinable', hosts: hosts.map(({ member }) => member) };
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
    await makePrimaryAgain(chosen.member);
  } else {
    engine.log.info(`${decision.node} may bootstrap "${cluster}" from ${position}`);
    await handToken(chosen.member, chosen.boot);
  }
  return joinable([chosen]);
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

/** https://mariadb.com/kb/en/wsrep_provider_options/#pcbootstrap */
async function makePrimaryAgain({ spec, credentials }: PreparedMember): Promise<void> {
  await runStatement(sqlAddress(credentials, 'sst', spec.hostPort), spec.node, "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
}
