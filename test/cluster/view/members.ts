import type { MemberKnowledge } from '../../../src/cluster/guard/decide';
import { type Position, zeroUuid } from '../../../src/cluster/guard/position';

export function held(uuid: string, seqno: number, origin: Position['origin'] = 'recovered'): Position {
  return { origin, uuid, seqno, safeToBootstrap: false };
}

export const nothing = held(zeroUuid, -1, 'none');

/** Members g1, g2 … that are down and hold these; all of them served last with g1 to g3. */
export function membersDown(...positions: readonly (Position | null)[]): MemberKnowledge[] {
  return positions.map((position, index) => ({
    node: `g${index + 1}`,
    liveness: 'down',
    stateUuid: null,
    position,
    lastView: position?.origin === 'none' ? [] : ['g1', 'g2', 'g3'],
    componentSize: 0,
    component: null,
  }));
}
