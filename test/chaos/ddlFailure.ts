import { failureKind, type Phase } from './failureKind';
import type { Outcome } from './schemaLedger';

/** The statement wasn't looked at. */
const notReady = 1047;

/**
 * The server looked at the schema and found that the statement can't be done: 1050 the table exists, 1051 and 1146 it
 * doesn't, 1054 and 1060 are about a column, 1061 and 1091 an index, 1359 and 1360 a trigger, 4089 and 4091 a
 * sequence, 1235 one with a cache, 1845 and 1846 the algorithm.
 */
const schemaSays = new Set<unknown>([
  1050, 1051, 1054, 1060, 1061, 1091, 1146, 1235, 1359, 1360, 1845, 1846, 4089, 4091,
]);

/**
 * What a failed DDL statement means. Unlike a transaction's, a deadlock (1213) says nothing: the server answers so too
 * where it lost the group while the statement was on its way to it (`wsrep_TOI_begin` in sql/wsrep_mysqld.cc).
 */
export function ddlOutcome(error: unknown, phase: Phase): Outcome {
  const { errno } = error as { errno?: unknown };
  return phase === 'before' || errno === notReady || schemaSays.has(errno) ? 'refused' : 'unknown';
}

/** Whether the answer speaks of the schema itself, so that it can contradict what was acknowledged before. */
export function speaksOfSchema(error: unknown): boolean {
  return schemaSays.has((error as { errno?: unknown }).errno);
}

/** Names change while rows are written: a table that isn't there (any more), or was altered in that moment (1412). */
const rowRefusals = new Set<unknown>([1146, 1412]);

/** What a failed write of one row means. */
export function rowOutcome(error: unknown, phase: Phase): Outcome {
  return rowRefusals.has((error as { errno?: unknown }).errno) ? 'refused' : failureKind(error, phase);
}
