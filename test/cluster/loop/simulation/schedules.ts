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

const cutSometime = fc.option(fc.nat(12_000), { nil: undefined, freq: 2 });

const call = (
  what: fc.Arbitrary<Operation>,
  afterMs = meeting,
  at = index,
  cutAfterMs = cutSometime,
): fc.Arbitrary<Event> =>
  fc.record({ kind: fc.constant('call' as const), what, afterMs, index: at, cutAfterMs, isKilled: fc.boolean() });

const strike = (what: fc.Arbitrary<Mishap>, afterMs = meeting, at = index): fc.Arbitrary<Event> =>
  fc.record({ kind: fc.constant('strike' as const), what, afterMs, index: at });

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

const together = (...parts: fc.Arbitrary<Event>[]): fc.Arbitrary<readonly Event[]> => fc.tuple(...parts);
const only = <T extends string>(what: T): fc.Arbitrary<T> => fc.constant(what);
const within = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

const anyCall = fc.constantFrom(...operations);
const bringing = fc.constantFrom<Operation>('start', 'restore', 'scale', 'rebuild', 'recover');
const back = fc.constantFrom<Mishap>('thaw', 'reconnect', 'unwall');
/** Until those that lost one have gone on without it, at the latest. */
const gone = within(6_000, 8_000);

/** A manager that stood still goes on when another has taken its place. */
const staleManager = together(
  call(fc.constantFrom('stop', 'start', 'look')),
  call(bringing, within(0, 4_000)),
  strike(only('hangManager'), fc.nat(4_000)),
  strike(only('loseLock'), soon),
  call(only('start'), soon),
);

/** A token comes twice: the second time its node is at it, or has failed and waits again. */
const doubledToken = together(
  call(only('stop')),
  strike(only('doubleToken'), soon),
  call(only('start'), soon, index, fc.constant(undefined)),
);

/** Nodes serve apart, not all of them answer, and another is to join. */
const apart = together(
  strike(only('primaryByHand')),
  strike(only('mute'), soon),
  call(only('scale'), within(7_500, 12_000)),
);

/** One lags behind, all are stopped, and its data are chosen. */
const laggard = fc
  .nat(2)
  .chain((nth) =>
    together(
      strike(only('kill'), meeting, fc.constant(nth)),
      strike(only('write'), gone),
      call(only('stop'), soon, index, fc.constant(undefined)),
      call(only('recover'), soon, fc.constant(nth)),
    ),
  );

/** The others go on without one, and leave; when that one is back it believes in what was. */
const believer = fc
  .nat(2)
  .chain((nth) =>
    together(
      strike(only('freeze'), meeting, fc.constant(nth)),
      strike(only('write'), gone),
      strike(only('stopByHand'), soon, fc.constant((nth + 1) % 3)),
      strike(only('stopByHand'), soon, fc.constant((nth + 2) % 3)),
      strike(only('thaw'), within(1_500, 3_000), fc.constant(nth)),
      call(bringing, soon, index, fc.option(fc.nat(4_000), { nil: undefined })),
    ),
  );

/** Something of itself, or in the company that it is mostly met in. */
function events(among: readonly Mishap[]): fc.Arbitrary<readonly Event[]> {
  const anyMishap = fc.oneof(...among.map((what) => ({ arbitrary: fc.constant(what), weight: weights[what] ?? 1 })));
  return fc.oneof(
    { arbitrary: together(strike(anyMishap)), weight: 12 },
    { arbitrary: together(call(anyCall)), weight: 6 },
    // Something happens while nodes are brought up.
    { arbitrary: together(call(bringing), strike(anyMishap, fc.nat(5_000))), weight: 6 },
    // A node is back just as something is begun, and believes in what was.
    { arbitrary: together(strike(back), call(anyCall, soon)), weight: 2 },
    { arbitrary: together(strike(only('kill')), call(fc.constantFrom('restore', 'start'), soon)), weight: 2 },
    ...[staleManager, doubledToken, apart, laggard, believer].map((arbitrary) => ({ arbitrary, weight: 1 })),
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
    events: fc.array(events(among), { maxLength: 9 }).map((groups) => [begin, ...groups.flat()]),
  });
}
