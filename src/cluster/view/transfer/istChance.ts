import { zeroUuid } from '../../guard/position';
import type { IstChance, NodeView } from '../../vocabulary/model';
import { parseServerLine } from './serverLog';

/** What a stopped node's data directory holds, as far as it can be told without starting it. */
export interface StoppedPosition {
  readonly uuid: string;
  readonly seqno: number;
  /** False where the node crashed: it holds that much at least. */
  readonly exact: boolean;
}

function grastateValue(grastate: string, name: string): string {
  return new RegExp(`^${name}:\\s*(\\S+)$`, 'm').exec(grastate)?.[1] ?? '';
}

/**
 * Where a stopped node stands: by its grastate.dat where it left in good order, else by the last step of its state
 * that its log tells of, which it can't have fallen behind since. Undefined where it holds no state.
 */
export function stoppedPosition(grastate: string | undefined, log: readonly string[]): StoppedPosition | undefined {
  const uuid = grastateValue(grastate ?? '', 'uuid');
  const seqno = Number(grastateValue(grastate ?? '', 'seqno'));
  if (uuid === '' || uuid === zeroUuid || !Number.isSafeInteger(seqno)) {
    return undefined;
  }
  if (seqno >= 0) {
    return { uuid, seqno, exact: true };
  }
  const lines = log.map(parseServerLine).filter((line) => line !== undefined);
  const boot = lines.slice(
    Math.max(
      0,
      lines.findLastIndex((line) => line.kind === 'joining'),
    ),
  );
  const known = boot.flatMap((line) =>
    line.kind === 'step' || (line.kind === 'joining' && line.uuid === uuid) ? [line.seqno] : [],
  );
  return { uuid, seqno: Math.max(-1, ...known), exact: false };
}

/** The Synced node of this history that reaches back furthest. */
function bestDonor(
  nodes: readonly NodeView[],
  uuid: string,
): { name: string; wsrep: NonNullable<NodeView['wsrep']> } | undefined {
  const [best] = nodes
    .flatMap(({ name, state, wsrep }) =>
      state === 'Synced' && wsrep?.clusterStateUuid === uuid ? [{ name, wsrep }] : [],
    )
    .sort((a, b) => (a.wsrep.cachedDownto ?? Infinity) - (b.wsrep.cachedDownto ?? Infinity));
  return best;
}

/**
 * Whether a stopped node could come back by IST at this moment, and how long that stays so: a donor has to have
 * every writeset after the node's position in its gcache.
 *
 * @param gcacheBytes the size of each donor's gcache.
 */
export function istChance(
  position: StoppedPosition | undefined,
  nodes: readonly NodeView[],
  gcacheBytes: number,
): IstChance {
  if (position === undefined) {
    return { kind: 'noState' };
  }
  const donor = bestDonor(nodes, position.uuid);
  if (donor === undefined) {
    return { kind: nodes.some((node) => node.state === 'Synced') ? 'noState' : 'unknown' };
  }
  const { lastCommitted, cachedDownto, writesets, writesetBytes } = donor.wsrep;
  const behind = Math.max(0, lastCommitted - position.seqno);
  const reach = cachedDownto === null ? 0 : Math.max(0, lastCommitted - cachedDownto + 1);
  if (behind > reach) {
    return position.exact ? { kind: 'tooFar', donor: donor.name, behind, reach } : { kind: 'unknown' };
  }
  const room = writesets === 0 ? null : Math.max(0, Math.floor(gcacheBytes - (behind * writesetBytes) / writesets));
  return { kind: 'possible', donor: donor.name, behind, exact: position.exact, reach, room };
}
