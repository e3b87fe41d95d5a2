/** The state UUID of a node that was never in service. */
export const zeroUuid = '00000000-0000-0000-0000-000000000000';

/**
 * Where a node's position comes from.
 *
 * - `none`: an empty data directory that never joined anything.
 * - `grastate`: written when the node stopped in good order.
 * - `recovered`: read from InnoDB after a crash.
 * - `unsettled`: the same, but it was in the middle of DDL, which may have been done or not: as far as its position it
 *   holds everything, and what comes after that it has to get as a whole.
 * - `interrupted`: what is there is no state: a state transfer into it didn't end, or it was given up.
 * - `contradictory`: its files contradict each other or are damaged: it may hold something, but nobody can say what.
 */
export type PositionOrigin = 'none' | 'grastate' | 'recovered' | 'unsettled' | 'interrupted' | 'contradictory';

/** Where a position from there is what the node holds. */
export function isHeld(origin: PositionOrigin): boolean {
  return origin === 'grastate' || origin === 'recovered' || origin === 'unsettled';
}

/** What a node's data directory holds, as its start script reported it. */
export interface Position {
  readonly origin: PositionOrigin;
  readonly uuid: string;
  /** Seqno of the last transaction; -1 where there is none. */
  readonly seqno: number;
  /** grastate.dat says that this node left last. */
  readonly safeToBootstrap: boolean;
}
