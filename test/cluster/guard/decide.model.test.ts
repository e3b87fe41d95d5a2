import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ClusterModel, type StartOutcome } from './clusterModel';

const schedules = 20_000;

type Step = readonly [
  action: Exclude<keyof ClusterModel, 'nodes' | 'acknowledged' | 'lostVolumes' | 'anyData'>,
  node: number,
];

/** What happens to any cluster, as often as one likes. */
const mishaps = [
  'write',
  'ddl',
  'kill',
  'killInDdl',
  'killAllInDdl',
  'idle',
  'freeze',
  'isolate',
  'inconsistent',
  'startByHand',
  'killWhileItWaits',
  'killInTransfer',
  'cutStart',
  'recoverFrom',
  'start',
] as const;

function steps(...actions: Step[0][]): fc.Arbitrary<Step[]> {
  return fc.array(fc.tuple(fc.constantFrom(...actions), fc.nat(3 ** 5 - 1)), { maxLength: 40 });
}

/** What was acknowledged and whether any volume held data before a start, and how the start ended. */
type Check = (before: { acknowledged: number; anyData: boolean; lostVolumes: number }, outcome: StartOutcome) => void;

/** Runs a schedule on a cluster that has been started, and hands each further start's outcome to the check. */
function run(size: number, schedule: readonly Step[], check: Check): void {
  const model = new ClusterModel(size);
  assert.equal(model.start().decision, 'bootstrap');
  for (const [action, node] of [...schedule, ['start', 0] as const]) {
    if (action === 'start') {
      const { acknowledged, lostVolumes, anyData } = model;
      check({ acknowledged, anyData, lostVolumes }, model.start());
    } else {
      model[action](node);
    }
  }
}

describe(`The guard in a simulated cluster, ${schedules} random schedules each`, function () {
  this.timeout(240_000);

  it('brings back every acknowledged change, on all nodes alike, and never refuses, whatever crashes, freezes, leaves or is cut off', () => {
    let bootstraps = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), steps(...mishaps), (size, schedule) => {
        run(size, schedule, ({ acknowledged }, { decision, from, diverged }) => {
          assert.ok(from !== undefined && from >= acknowledged, `${String(from)} of ${acknowledged} changes`);
          assert.equal(diverged, undefined);
          bootstraps += decision === 'bootstrap' ? 1 : 0;
        });
      }),
      { numRuns: schedules },
    );
    assert.ok(bootstraps > schedules / 10, `${bootstraps} bootstraps`);
  });

  it('never goes on from less than what was acknowledged, volumes deleted or not, and refuses only where one was', () => {
    let refusals = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), steps(...mishaps, 'deleteVolume'), (size, schedule) => {
        run(size, schedule, ({ acknowledged, anyData, lostVolumes }, { from, diverged }) => {
          assert.equal(diverged, undefined);
          if (from === undefined) {
            refusals += 1;
            assert.ok(lostVolumes > 0);
          } else if (anyData) {
            assert.ok(from >= acknowledged, `${from} of ${acknowledged} changes`);
          }
        });
      }),
      { numRuns: schedules },
    );
    assert.ok(refusals > schedules / 100, `${refusals} refusals`);
  });
});
