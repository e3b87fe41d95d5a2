import type { Position, PositionOrigin } from '../guard/position';

/**
 * How far a node's start script has come: `recovering` its data for longer than a moment, `waiting` for a member or
 * the token, then one of the others.
 */
export type BootPhase = 'recovering' | 'waiting' | 'bootstrapping' | 'joining' | 'stopped';

/** What a node's start script says of this boot (script/report.sh). */
export interface BootReport {
  /** A fresh id for each boot; the token to bootstrap names it, so that it can serve no other boot. */
  readonly boot: string;
  readonly phase: BootPhase;
  /**
   * How often the node has waited in this boot: a token, or an admission, is good for one turn. 0 of a script that
   * counts none.
   */
  readonly turn: number;
  /** Counts up while a recovery makes progress. */
  readonly step: number;
  readonly position: Position;
  /** Nodes of the last Primary component that this node was part of. */
  readonly lastView: readonly string[];
  /** It answers what it is asked, while it waits and while its server runs; a script of an earlier version doesn't. */
  readonly hears: boolean;
}

const phases: readonly string[] = [
  'recovering',
  'waiting',
  'bootstrapping',
  'joining',
  'stopped',
] satisfies BootPhase[];
const origins: readonly string[] = [
  'none',
  'grastate',
  'recovered',
  'unsettled',
  'interrupted',
  'contradictory',
] satisfies PositionOrigin[];

/** Undefined for a text that isn't a whole report. */
export function parseBootReport(text: string): BootReport | undefined {
  const values = new Map(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
  const boot = values.get('boot') ?? '';
  const phase = values.get('phase') ?? '';
  const origin = values.get('origin') ?? '';
  const uuid = values.get('uuid') ?? '';
  const seqno = Number(values.get('seqno') ?? Number.NaN);
  // A script of an earlier version, which still runs, doesn't count.
  const step = Number(values.get('step') ?? 0);
  const turn = Number(values.get('turn') ?? 0);
  const numbersAreWhole = [seqno, step, turn].every(Number.isSafeInteger);
  if (boot === '' || uuid === '' || !phases.includes(phase) || !origins.includes(origin) || !numbersAreWhole) {
    return undefined;
  }
  return {
    boot,
    phase: phase as BootPhase,
    turn,
    step,
    position: {
      origin: origin as PositionOrigin,
      uuid,
      seqno,
      safeToBootstrap: values.get('safe_to_bootstrap') === '1',
    },
    lastView: (values.get('view') ?? '').split(',').filter((node) => node !== ''),
    hears: values.get('hears') === 'yes',
  };
}
