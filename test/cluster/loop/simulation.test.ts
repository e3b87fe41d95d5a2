import assert from 'node:assert/strict';
import { type Mishap, mishaps } from './simulation/mishaps';
import { schedules } from './simulation/schedules';
import { simulate } from './simulation/simulate';

const runs = Number(process.env['GALERA_SCHEDULES'] ?? 10_000);
const seed = Number(process.env['GALERA_SEED'] ?? 1);

describe(`The loop in simulated clusters, ${String(runs)} schedules from seed ${String(seed)}`, function () {
  this.timeout(600_000);

  async function expectNone(among: readonly Mishap[], share: number): Promise<void> {
    const failing = await simulate({ schedules: schedules(among), runs: share, seed });
    assert.equal(failing, undefined, `After ${String(failing?.after)} schedules:\n${failing?.story ?? ''}`);
  }

  it('keeps what was acknowledged and reaches its goal in the end, whatever crashes, hangs, leaves or is cut off', async () => {
    const kept = mishaps.filter((what) => what !== 'deleteVolume');
    await expectNone(kept, Math.ceil(runs / 2));
  });

  it('refuses in the end only where a volume was deleted', async () => {
    await expectNone(mishaps, Math.floor(runs / 2));
  });
});
