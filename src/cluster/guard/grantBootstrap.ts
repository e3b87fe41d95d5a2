import type { BootedMember } from '../bootMembers';
import { putFiles } from '../docker/containerFiles';
import { dockerFailure } from '../docker/dockerErrors';
import type { Engine, OperationOptions } from '../engine';
import { nodePaths } from '../node/nodePaths';
import { decideBootstrap } from './decide';
import { refusal } from './refusal';

/**
 * Asks the guard, and hands the token to the node that may bootstrap. The token names that node's present boot,
 * so it can found nothing at any other start, and the start script removes it before it acts on it.
 *
 * @throws GaleraError `refused` with what each node holds; `dockerFailed`, `dockerDown`
 */
export async function grantBootstrap(
  engine: Engine,
  cluster: string,
  members: readonly BootedMember[],
  { onProgress }: OperationOptions,
): Promise<void> {
  const knowledge = members.map((booted) => booted.knowledge);
  const decision = decideBootstrap(knowledge);
  if (decision.kind === 'join') {
    engine.log.info(`"${cluster}" has a Primary component; the others join it`);
    return;
  }
  if (decision.kind === 'refuse') {
    throw refusal(cluster, decision, knowledge);
  }
  const chosen = members.find((booted) => booted.knowledge.node === decision.node);
  if (chosen?.boot === undefined) {
    throw refusal(cluster, { kind: 'refuse', reason: 'unreadable', nodes: [decision.node] }, knowledge);
  }
  const position = chosen.knowledge.position;
  engine.log.info(`${decision.node} may bootstrap "${cluster}" from ${position?.uuid ?? ''}:${String(position?.seqno ?? -1)}`);
  onProgress({ kind: 'node', node: decision.node, step: 'bootstrap' });
  try {
    await putFiles(chosen.member.container, [{ path: nodePaths.token, content: `${chosen.boot}\n`, mode: 0o600 }]);
  } catch (error) {
    throw dockerFailure(error, `Handing ${decision.node} the token`);
  }
}
