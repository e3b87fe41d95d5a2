import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ClusterModel, type StartOutcome } from './clusterModel';

const schedules = 20_000;

type Step = readonly [action: Exclude<keyof ClusterModel, 'nodes' | 'acknowledged' | 'lostVolumes' | 'primaryMembers'>, node: number];

function steps(...actions: Step[0][]): fc.Arbitrary<Step[]> {
  return fc.array(fc.tuple(fc.constantFrom(...actions), fc.nat(8)), { maxLength: 40 });
}

/** What was acknowledged and whether any volume held data before a start, and how the start ended. */
type Check = (before: { acknowledged: number; anyData: boolean; lostVolumes: number }, outcome: StartOutcome) => void;

/** Runs a schedule on a cluster that has been started, and hands each further start's outcome to the check. */
function run(size: number, schedule: readonly Step[], check: Check): void {
  const model = new ClusterModel(size);
  assert.equal(model.start().decision, 'bootstrap');
  for (const [action, node] of [...schedule, ['start', 0] as const]) {
    if (action === 'start') {
      const { acknowledged, lostVolumes } = model;
      const anyData = model.nodes.some((each) => each.seqno >= 0);
      check({ acknowledged, anyData, lostVolumes }, model.start());
    } else {
      model[action](node);
    }
  }
}

describe(`The guard in a simulated cluster, ${schedules} random schedules each`, function () {
  this.timeout(120_000);

  it('brings back every acknowledged write and never refuses, whatever crashes, freezes, leaves or is cut off', () => {
    let bootstraps = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), steps('write', 'kill', 'idle', 'freeze', 'isolate', 'startByHand', 'killInTransfer', 'start'), (size, schedule) => {
        run(size, schedule, ({ acknowledged }, outcome) => {
          assert.equal(outcome.from, acknowledged);
          bootstraps += outcome.decision === 'bootstrap' ? 1 : 0;
        });
      }),
      { numRuns: schedules },
    );
    assert.ok(bootstraps > schedules / 10, `${bootstraps} bootstraps`);
  });

  it('never goes on from less than what was acknowledged, volumes deleted or not, and refuses only where one was', () => {
    let refusals = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), steps('write', 'kill', 'idle', 'freeze', 'isolate', 'startByHand', 'deleteVolume', 'start'), (size, schedule) => {
        run(size, schedule, ({ acknowledged, anyData, lostVolumes }, { from }) => {
          if (from === undefined) {
            refusals += 1;
            assert.ok(lostVolumes > 0);
          } else if (anyData) {
            assert.equal(from, acknowledged);
          }
        });
      }),
      { numRuns: schedules },
    );
    assert.ok(refusals > schedules / 100, `${refusals} refusals`);
  });
});
