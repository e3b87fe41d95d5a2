import { GaleraError } from '../vocabulary/errors';
import type { Decision, MemberKnowledge, RefusalReason } from './decide';

function list(nodes: readonly string[]): string {
  return nodes.length < 2 ? nodes.join('') : `${nodes.slice(0, -1).join(', ')} and ${nodes.at(-1) ?? ''}`;
}

const sentences: Record<RefusalReason, (nodes: string) => string> = {
  split: (nodes) => `${nodes} serve apart from each other at the same time.`,
  unseen: (nodes) => `${nodes} run but can't be asked, and may be serving.`,
  componentsApart: (nodes) => `${nodes} run without a quorum and don't all see each other.`,
  unreadable: (nodes) => `What ${nodes} hold can't be read, and it may be the newest.`,
  historiesDiffer: (nodes) => `${nodes} hold different histories, and only you can say which one counts.`,
  nothingToTrust: (nodes) => `None of ${nodes} holds a complete state.`,
  newerMissing: (nodes) => `${nodes} served last and may hold newer data, but can't show it.`,
};

const advice: Record<RefusalReason, string> = {
  split: 'Stop the nodes of the side that you can do without, then start the cluster.',
  unseen: 'Unfreeze, reconnect or stop them, then start the cluster.',
  componentsApart: 'Wait until they see each other, or stop the cluster; then start it.',
  unreadable: "Look at the nodes' logs; once every node shows its position, start the cluster.",
  historiesDiffer: "Remove the nodes whose history doesn't count, then start the cluster.",
  nothingToTrust: 'Remove the cluster and start a new one, or put a volume with data back.',
  newerMissing: 'Put the missing volume back, then start the cluster.',
};

/** What each member holds, one line a member: the table that a refusal shows. */
export function knowledgeTable(members: readonly MemberKnowledge[]): string[] {
  return members.map(({ node, liveness, position, lastView }) => {
    const held =
      position === null
        ? 'position unreadable'
        : `${position.uuid}:${String(position.seqno)} (${position.origin}${position.safeToBootstrap ? ', left last' : ''})`;
    const view = lastView.length === 0 ? 'never served' : `served last with ${lastView.join(',')}`;
    return `${node}  ${liveness}  ${held}  ${view}`;
  });
}

/** The guard's refusal as the error that reaches the user, the table of what each node holds in its details. */
export function refusal(
  cluster: string,
  decision: Extract<Decision, { kind: 'refuse' }>,
  members: readonly MemberKnowledge[],
): GaleraError {
  const reason = sentences[decision.reason](list(decision.nodes));
  return new GaleraError('refused', `No node of "${cluster}" may bootstrap: ${reason}`, {
    advice: advice[decision.reason],
    details: knowledgeTable(members),
  });
}
