import fc from 'fast-check';
import { type Mishap, mishaps } from './mishaps';
import { type Operation, operations } from './operations';
import type { Call, Schedule, Strike } from './simulation';

type Event = Call | Strike;

/** Half of what happens comes right after what was before: that is where things meet. */
const soon = fc.nat(300);
const meeting = fc.oneof(
  { arbitrary: soon, weight: 2 },
  { arbitrary: fc.nat(6_000), weight: 1 },
  { arbitrary: fc.nat(25_000), weight: 1 },
);
/** Names a node, and where there is more to choose that, too. */
const index = fc.nat(199);

const call = (what: fc.Arbitrary<Operation>, afterMs = meeting): fc.Arbitrary<Event> =>
  fc.record({
    kind: fc.constant('call' as const),
    what,
    afterMs,
    index,
    cutAfterMs: fc.option(fc.nat(12_000), { nil: undefined, freq: 2 }),
    isKilled: fc.boolean(),
  });

const strike = (what: fc.Arbitrary<Mishap>, afterMs = meeting, at = index): fc.Arbitrary<Event> =>
  fc.record({ kind: fc.constant('strike' as const), what, afterMs, index: at });

const only = <T extends string>(what: T): fc.Arbitrary<T> => fc.constant(what);

/** How often each happens, in parts; once where it isn't named. */
const weights: Partial<Record<Mishap, number>> = {
  write: 6,
  ddl: 2,
  kill: 5,
  killInDdl: 3,
  freeze: 4,
  thaw: 4,
  isolate: 3,
  reconnect: 3,
  startByHand: 3,
  stopByHand: 4,
  desync: 3,
  removeContainer: 2,
  hangManager: 2,
};

/** Something of itself, or in the company that it is mostly met in. */
function events(among: readonly Mishap[]): fc.Arbitrary<readonly Event[]> {
  const anyMishap = fc.oneof(...among.map((what) => ({ arbitrary: fc.constant(what), weight: weights[what] ?? 1 })));
  const anyCall = fc.constantFrom(...operations);
  const together = (...parts: fc.Arbitrary<Event>[]): fc.Arbitrary<readonly Event[]> => fc.tuple(...parts);
  const bringing = fc.constantFrom<Operation>('start', 'restore', 'scale', 'rebuild', 'recover');
  const back = fc.constantFrom<Mishap>('thaw', 'reconnect', 'unwall');
  const aWhile = fc.integer({ min: 7_500, max: 12_000 });
  return fc.oneof(
    { arbitrary: together(strike(anyMishap)), weight: 12 },
    { arbitrary: together(call(anyCall)), weight: 6 },
    // Something happens while nodes are brought up.
    { arbitrary: together(call(bringing), strike(anyMishap, fc.nat(5_000))), weight: 6 },
    // A node is back just as something is begun, and believes in what was.
    { arbitrary: together(strike(back), call(anyCall, soon)), weight: 2 },
    { arbitrary: together(strike(only('kill')), call(fc.constantFrom('restore', 'start'), soon)), weight: 2 },
    // A manager that stood still goes on when another has taken its place.
    {
      arbitrary: together(
        call(bringing),
        strike(only('hangManager'), fc.nat(4_000)),
        strike(only('loseLock'), soon),
        call(only('start'), soon),
      ),
      weight: 1,
    },
    // Nodes serve apart, not all of them answer, and another is to join.
    {
      arbitrary: together(strike(only('primaryByHand')), strike(only('mute'), soon), call(only('scale'), aWhile)),
      weight: 1,
    },
  );
}

/** What may happen to a cluster that is started first. */
export function schedules(among: readonly Mishap[] = mishaps): fc.Arbitrary<Schedule> {
  const begin: Event = { kind: 'call', what: 'start', afterMs: 0, index: 0, cutAfterMs: undefined, isKilled: false };
  return fc.record({
    seed: fc.nat(),
    size: fc.integer({ min: 1, max: 4 }),
    isOld: fc.nat(7).map((nth) => nth === 7),
    staysDesynced: fc.boolean(),
    trouble: fc.constantFrom(
      { failing: 0, slowestMs: 50 },
      { failing: 0, slowestMs: 3_000 },
      { failing: 0.03, slowestMs: 200 },
    ),
    events: fc.array(events(among), { maxLength: 10 }).map((groups) => [begin, ...groups.flat()]),
  });
}
