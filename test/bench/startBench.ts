import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { ensureImage } from '../../src/cluster/docker/images';
import { quietly, testAccessOn, untilDone } from '../support/testAccess';
import { type BenchRow, benchRow } from './benchReport';
import { CostMeter, type Measured } from './costs/costMeter';
import { countCalls } from './costs/dockerCalls';
import { measureFloor } from './startFloor';
import { measureOurs } from './startOurs';
import { measurePlain } from './startPlain';
import { startRows, type StartTimes } from './startTimes';

function told(times: StartTimes): string {
  return startRows.map((row) => `${row} ${times[row].seconds.toFixed(2)}`).join(', ');
}

/** Starting, resuming, rejoining and growing: our way beside the plain one, a floor below both, round by round. */
export async function startBench(rounds: number, say: (line: string) => void): Promise<BenchRow[]> {
  const { docker } = await connectDocker({ signal: untilDone });
  const meter = new CostMeter(countCalls(docker));
  const access = testAccessOn(docker);
  const image = await ensureImage(access, process.env['GALERA_IMAGE'], quietly.signal, quietly.onProgress);
  const floors: Measured[] = [];
  const ours: StartTimes[] = [];
  const plain: StartTimes[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${String(round)} of ${String(rounds)} with ${image}`);
    const floor = await measureFloor(access, meter, image);
    floors.push(floor);
    say(`  floor: ${floor.seconds.toFixed(2)} s`);
    const oursNow = await measureOurs(access, meter, image);
    ours.push(oursNow);
    say(`  ours:  ${told(oursNow)}`);
    const plainNow = await measurePlain(access, meter, image);
    plain.push(plainNow);
    say(`  plain: ${told(plainNow)}`);
  }
  const ofRow = (row: (typeof startRows)[number], times: readonly StartTimes[]): Measured[] =>
    times.map((each) => each[row]);
  return [...startRows.map((row) => benchRow(row, ofRow(row, ours), ofRow(row, plain))), benchRow('floor', [], floors)];
}
