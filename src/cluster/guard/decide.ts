import { isHeld, type Position, zeroUuid } from './position';

/**
 * What a member's server is doing: `primary` in a Primary component, `nonPrimary` running without quorum,
 * `unknown` running but not answering us, `down` no server runs (its container may wait for its turn).
 */
export type Liveness = 'primary' | 'nonPrimary' | 'unknown' | 'down';

/** Everything known of one member when the guard is asked. A server that runs reports its position itself. */
export interface MemberKnowledge {
  readonly node: string;
  readonly liveness: Liveness;
  /** The state UUID that a Primary member reports; null for the others. */
  readonly stateUuid: string | null;
  /** What its data directory holds; null where that can't be read. */
  readonly position: Position | null;
  /** Nodes of the last Primary component that this member was part of; empty where it never was. */
  readonly lastView: readonly string[];
  /** How many nodes a running server sees in its component, itself included; 0 where none runs. */
  readonly componentSize: number;
  /** What names a Primary member's component, and no other of the same history; null for the others. */
  readonly component: string | null;
}

export type RefusalReason =
  'split' | 'unseen' | 'componentsApart' | 'unreadable' | 'historiesDiffer' | 'nothingToTrust' | 'newerMissing';

export type Decision =
  /** A Primary component exists. */
  | { readonly kind: 'join' }
  /** No server runs; this node may found the component. */
  | { readonly kind: 'bootstrap'; readonly node: string }
  /** Servers run in one component without quorum and hold the newest state: that component may be Primary again. */
  | { readonly kind: 'reform'; readonly node: string }
  /** Servers run without quorum, but a member that is down holds more: they have to stop before it bootstraps. */
  | { readonly kind: 'stopFirst'; readonly nodes: readonly string[] }
  | { readonly kind: 'refuse'; readonly reason: RefusalReason; readonly nodes: readonly string[] };

type Candidate = MemberKnowledge & { readonly position: Position };

function refuse(reason: RefusalReason, members: readonly (MemberKnowledge | string)[]): Decision {
  return {
    kind: 'refuse',
    reason,
    nodes: members.map((member) => (typeof member === 'string' ? member : member.node)),
  };
}

function hasHistory(member: MemberKnowledge): member is Candidate {
  const { position } = member;
  return position !== null && isHeld(position.origin) && position.uuid !== zeroUuid && position.seqno >= 0;
}

/** Most advanced first; of equals the one that left last, then one that wasn't in the middle of DDL, then by name. */
function byPrecedence(a: Candidate, b: Candidate): number {
  return (
    b.position.seqno - a.position.seqno ||
    Number(b.position.safeToBootstrap) - Number(a.position.safeToBootstrap) ||
    Number(a.position.origin === 'unsettled') - Number(b.position.origin === 'unsettled') ||
    a.node.localeCompare(b.node, 'en', { numeric: true })
  );
}

/** Whoever served with one of these, can't show a position now and may therefore hold more than they do. */
function possiblyNewer(
  holders: readonly Candidate[],
  members: readonly MemberKnowledge[],
  shown: ReadonlySet<string>,
): string[] {
  // A node that was receiving a full transfer had given up what it held, and its donor is among the others. One that
  // was found inconsistent was the minority.
  const interrupted = new Set(members.filter((m) => m.position?.origin === 'interrupted').map((m) => m.node));
  const served = new Set(holders.flatMap((member) => member.lastView));
  return [...served].filter((node) => !shown.has(node) && !interrupted.has(node));
}

/** Who holds the most advanced state of the one history, or why that can't be said. */
function decideFromPositions(members: readonly MemberKnowledge[]): Decision {
  const unreadable = members.filter((member) => member.position === null);
  if (unreadable.length > 0) {
    return refuse('unreadable', unreadable);
  }
  const candidates = members.filter(hasHistory).sort(byPrecedence);
  const [best] = candidates;
  if (best === undefined) {
    const [first] = [...members].sort((a, b) => a.node.localeCompare(b.node, 'en', { numeric: true }));
    const untouched = members.every(({ liveness, position }) => liveness === 'down' && position?.origin === 'none');
    return untouched && first !== undefined
      ? { kind: 'bootstrap', node: first.node }
      : refuse('nothingToTrust', members);
  }
  if (new Set(candidates.map((member) => member.position.uuid)).size > 1) {
    return refuse('historiesDiffer', candidates);
  }
  // A later Primary component needs members of this one: whoever of it can't show a position may hold more.
  const equals = candidates.filter((member) => member.position.seqno === best.position.seqno);
  const missing = possiblyNewer(equals, members, new Set(candidates.map((member) => member.node)));
  const leftLast = equals.some(({ position }) => position.origin === 'grastate' && position.safeToBootstrap);
  if (missing.length > 0 && !leftLast) {
    return refuse('newerMissing', missing);
  }
  const running = members.filter((member) => member.liveness === 'nonPrimary');
  if (running.length === 0) {
    return { kind: 'bootstrap', node: best.node };
  }
  const holder = equals.find((member) => member.liveness === 'nonPrimary');
  return holder === undefined
    ? { kind: 'stopFirst', nodes: running.map((member) => member.node) }
    : { kind: 'reform', node: holder.node };
}

/**
 * Whether all that say they are Primary are of one component. While it changes some speak of the one before: who asks
 * looks again.
 */
export function serveTogether(members: readonly MemberKnowledge[]): boolean {
  const primary = members.filter((member) => member.liveness === 'primary');
  const distinct = (values: readonly (string | null)[]): number =>
    new Set(values.filter((value) => value !== null)).size;
  return (
    distinct(primary.map(({ stateUuid }) => stateUuid)) <= 1 && distinct(primary.map(({ component }) => component)) <= 1
  );
}

/**
 * The bootstrap guard. From everything known of every member: join the Primary component there is, or name the
 * one node that may found it again, or refuse and say why. Two nodes are never named, and never one whose state
 * may be older than another's.
 */
export function decideBootstrap(members: readonly MemberKnowledge[]): Decision {
  const primary = members.filter((member) => member.liveness === 'primary');
  if (!serveTogether(primary)) {
    return refuse('split', primary);
  }
  if (primary.length > 0) {
    return { kind: 'join' };
  }
  const unseen = members.filter((member) => member.liveness === 'unknown');
  if (unseen.length > 0) {
    return refuse('unseen', unseen);
  }
  const running = members.filter((member) => member.liveness === 'nonPrimary');
  if (running.some((member) => member.componentSize !== running.length)) {
    return refuse('componentsApart', running);
  }
  return decideFromPositions(members);
}
