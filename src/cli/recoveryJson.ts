import type { RecoveryOptions } from '../cluster/operations/recoverCluster';
import { recoveryWay } from '../cluster/view/recoveryWays';

/**
 * What `recover --json` prints: one document, stable for scripts. `way` is what can be done: `start` it, `stop` it
 * first, `startAnew`, or `choose` one of the nodes whose `givesUp` isn't null: the nodes whose state is lost by it.
 * `missing` nodes may have held more than any.
 */
export function recoveryJson(name: string, { members, decision, reason, givenUp }: RecoveryOptions): string {
  const way = recoveryWay(members, decision);
  const choices = way.kind === 'choose' ? way.choices : [];
  return JSON.stringify({
    cluster: name,
    way: way.kind,
    decision: decision.kind,
    reason: reason ?? null,
    missing: way.kind === 'choose' ? way.missing : [],
    nodes: members.map(({ node, liveness, position, lastView }) => ({
      name: node,
      liveness,
      uuid: position?.uuid ?? null,
      seqno: position?.seqno ?? null,
      origin: position?.origin ?? null,
      leftLast: position?.safeToBootstrap ?? null,
      servedWith: lastView,
      givenUp: givenUp.includes(node),
      givesUp: choices.find(({ member }) => member.node === node)?.givesUp.map((lost) => lost.node) ?? null,
    })),
  });
}
