import { admitJoiners } from './admitJoiners';
import type { BootedMember } from './bootMembers';
import type { PreparedMember } from './prepareMembers';
import { sqlAddress } from './sqlAddress';
import { runStatement } from './wsrep/runStatement';
import { putFiles } from './docker/containerFiles';
import { dockerFailure } from './docker/dockerErrors';
import type { Engine, OperationOptions } from './engine';
import { nodePaths } from './node/nodePaths';
import type { Decision } from './guard/decide';
import { refusal } from './guard/refusal';

/**
 * Does what the guard decided. The token to bootstrap names the chosen node's present boot, so it can found nothing
 * at any other start, and the start script removes it before it acts on it.
 *
 * @returns nodes that run without quorum and have to stop before the guard can be asked again; none when a
 * component is on its way.
 * @throws GaleraError `refused` with what each node holds; `nodeFailed`, `dockerFailed`, `dockerDown`
 */
export async function actOnDecision(
  engine: Engine,
  cluster: string,
  decision: Decision,
  members: readonly BootedMember[],
  options: OperationOptions,
): Promise<readonly string[]> {
  const { onProgress } = options;
  const knowledge = members.map((booted) => booted.knowledge);
  const othersJoin = async (hosts: readonly BootedMember[]): Promise<void> => {
    for (const { knowledge: other } of members.filter((booted) => !hosts.includes(booted))) {
      if (other.liveness !== 'primary') {
        onProgress({ kind: 'node', node: other.node, step: 'join' });
      }
    }
    await admitJoiners(hosts.map(({ member }) => member), members, options);
  };
  if (decision.kind === 'join') {
    engine.log.info(`"${cluster}" has a Primary component; the others join it`);
    await othersJoin(members.filter((booted) => booted.knowledge.liveness === 'primary'));
    return [];
  }
  if (decision.kind === 'refuse') {
    throw refusal(cluster, decision, knowledge);
  }
  if (decision.kind === 'stopFirst') {
    engine.log.info(`${decision.nodes.join(', ')} of "${cluster}" run without quorum and hold less than a node that is down`);
    return decision.nodes;
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
  await othersJoin([chosen]);
  return [];
}

/**
 * Hands a waiting node the token for its present boot. Only for the guard, and for a user who overrides it.
 *
 * @throws GaleraError `dockerFailed`, `diskFull`
 */
export async function handToken({ container, spec }: PreparedMember, boot: string): Promise<void> {
  try {
    await putFiles(container, [{ path: nodePaths.token, content: `${boot}\n`, mode: 0o600 }]);
  } catch (error) {
    throw dockerFailure(error, `Handing ${spec.node} the token`);
  }
}

/** https://mariadb.com/kb/en/wsrep_provider_options/#pcbootstrap */
async function makePrimaryAgain({ spec, credentials }: PreparedMember): Promise<void> {
  await runStatement(sqlAddress(credentials, 'sst', spec.hostPort), spec.node, "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
}
