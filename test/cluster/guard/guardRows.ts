import type { Decision, MemberKnowledge } from '../../../src/cluster/guard/decide';
import { otherStateUuid } from '../views';

/** The nodes of a cluster of three. */
export const all = ['g1', 'g2', 'g3'];
/** Of a node whose history isn't the usual one. */
export const other = { uuid: otherStateUuid };

export const bootstrap = (node: string): Decision => ({ kind: 'bootstrap', node });
export const refuse = (reason: Extract<Decision, { kind: 'refuse' }>['reason'], ...nodes: string[]): Decision => ({
  kind: 'refuse',
  reason,
  nodes,
});

/** A rule of the guard by an example. */
export interface Row {
  readonly rule: string;
  readonly members: readonly MemberKnowledge[];
  readonly decision: Decision;
}
