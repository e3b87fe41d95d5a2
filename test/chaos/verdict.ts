import type { EndState } from './endState';
import { type Ledger, lostWrites, undeadWrites, type Write } from './ledger';
import { coordinatedCrash, type LifeEvent } from './nodeLives';
import type { PrimaryWatch, StaleView } from './primaryWatch';

/**
 * A node that is cut off or was frozen may hold its old view this long: evs.inactive_timeout (15 s) and, where it finds
 * the others at their next change, evs.max_install_timeouts (3) tries of evs.install_timeout (7.5 s) each; and some.
 * https://galeracluster.com/library/documentation/galera-parameters.html
 */
const staleViewMs = 45_000;
const examples = 5;

/** What a run proved. */
export interface Verdict {
  /** What must not be, in sentences; none means that the run passed. */
  readonly failures: readonly string[];
  /** What Galera itself is known to lose, told apart by evidence. */
  readonly knownLosses: readonly string[];
}

export interface Evidence {
  readonly ledger: Ledger;
  readonly watch: PrimaryWatch;
  readonly lives: readonly LifeEvent[];
  readonly states: readonly EndState[];
  readonly expectedTotal: number;
}

function time(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}

/** Writes for people, the first few of them. */
export function told(writes: readonly Write[]): string {
  const shown = writes
    .slice(0, examples)
    .map(
      ({ key, node, sentAt, answeredAt }) => `${key} by ${node}, sent ${time(sentAt)}, answered ${time(answeredAt)}`,
    );
  return shown.join('; ') + (writes.length > examples ? `; and ${String(writes.length - examples)} more` : '');
}

/** Writes sent and acknowledged by a node while it held a view that the others had left behind. */
function writesInStaleView(ledger: Ledger, { node, from, until }: StaleView): Write[] {
  return [...ledger.acknowledged.values()].filter(
    (write) => write.node === node && write.sentAt > from && write.answeredAt < until,
  );
}

function judgeLosses({ ledger, lives, states }: Evidence): Verdict {
  const failures: string[] = [];
  const knownLosses: string[] = [];
  const lostBy = states.map((state) => ({ node: state.node, lost: lostWrites(ledger, state) }));
  const lostEverywhere = (key: string): boolean => lostBy.every(({ lost }) => lost.some((write) => write.key === key));
  for (const { node, lost } of lostBy) {
    const known = lost.filter((write) => lostEverywhere(write.key) && coordinatedCrash(lives, write) !== undefined);
    const ours = lost.filter((write) => !known.includes(write));
    if (known.length > 0) {
      knownLosses.push(
        `${node} lacks ${String(known.length)} acknowledged writes, as every node does; all nodes were killed within 1 s of them (MDEV-38974, MDEV-38976): ${told(known)}`,
      );
    }
    if (ours.length > 0) {
      failures.push(`${node} lacks ${String(ours.length)} acknowledged writes: ${told(ours)}`);
    }
  }
  return { failures, knownLosses };
}

function judgePrimaries({ ledger, watch }: Evidence): string[] {
  const failures: string[] = [];
  const [first] = watch.doubles;
  if (first !== undefined) {
    const sides = first.samples.map(
      ({ node, members, confId, stateUuid }) =>
        `${node} in {${members.join(' ')}} (${stateUuid}, view ${String(confId)})`,
    );
    failures.push(
      `Two Primary components at once, seen ${String(watch.doubles.length)} times, first at ${time(first.at)}: ${sides.join(' and ')}`,
    );
  }
  for (const view of watch.stale) {
    const seconds = (view.until - view.from) / 1000;
    const writes = writesInStaleView(ledger, view);
    if (view.until - view.from > staleViewMs || writes.length > 0) {
      const also = writes.length === 0 ? '' : ` and acknowledged ${String(writes.length)} writes then: ${told(writes)}`;
      failures.push(
        `${view.node} served for ${String(seconds)} s from ${time(view.from)} in a view that the others had left${also}`,
      );
    }
  }
  if (watch.stateUuids.size > 1) {
    failures.push(`The cluster had ${String(watch.stateUuids.size)} state UUIDs: ${[...watch.stateUuids].join(', ')}`);
  }
  return failures;
}

/** Holds the evidence of a whole run against what must be. */
export function judge(evidence: Evidence): Verdict {
  const { states, expectedTotal, ledger } = evidence;
  const losses = judgeLosses(evidence);
  const failures = [...losses.failures, ...judgePrimaries(evidence)];
  for (const state of states) {
    if (state.total !== expectedTotal) {
      failures.push(`The accounts of ${state.node} hold ${String(state.total)} together, not ${String(expectedTotal)}`);
    }
    if (state.unbalanced.length > 0) {
      failures.push(
        `On ${state.node} balances and transfers don't agree: ${state.unbalanced.slice(0, examples).join('; ')}`,
      );
    }
    const undead = undeadWrites(ledger, state);
    if (undead.length > 0) {
      failures.push(
        `${state.node} holds ${String(undead.length)} writes that were answered with a rollback: ${told(undead)}`,
      );
    }
  }
  if (new Set(states.map(({ contents }) => contents)).size > 1) {
    failures.push(`The nodes differ: ${states.map(({ node, contents }) => `${node} has ${contents}`).join(' | ')}`);
  }
  if (ledger.acknowledged.size === 0) {
    failures.push('No write was acknowledged in the whole run, so it proves nothing');
  }
  return { failures, knownLosses: losses.knownLosses };
}
