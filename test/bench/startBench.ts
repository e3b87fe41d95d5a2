import { ensureImage } from '../../src/cluster/docker/images';
import { quietly, testEngine } from '../support/testEngine';
import { type BenchRow, benchRow } from './benchReport';
import { measureFloor } from './startFloor';
import { measureOurs } from './startOurs';
import { measurePlain } from './startPlain';
import { startRows, type StartTimes } from './startTimes';

function told(times: StartTimes): string {
  return startRows.map((row) => `${row} ${times[row].toFixed(2)}`).join(', ');
}

/** Starting, resuming, rejoining and growing: our way beside the plain one, a floor below both, round by round. */
export async function startBench(rounds: number, say: (line: string) => void): Promise<BenchRow[]> {
  const engine = await testEngine();
  const image = await ensureImage(engine, process.env['GALERA_IMAGE'], quietly.signal, quietly.onProgress);
  const floors: number[] = [];
  const ours: StartTimes[] = [];
  const plain: StartTimes[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${String(round)} of ${String(rounds)} with ${image}`);
    const floor = await measureFloor(engine, image);
    floors.push(floor);
    say(`  floor: ${floor.toFixed(2)} s`);
    const oursNow = await measureOurs(engine, image);
    ours.push(oursNow);
    say(`  ours:  ${told(oursNow)}`);
    const plainNow = await measurePlain(engine, image);
    plain.push(plainNow);
    say(`  plain: ${told(plainNow)}`);
  }
  const rows = startRows.map((row) => benchRow(row, ours.map((times) => times[row]), plain.map((times) => times[row])));
  return [...rows, benchRow('floor', [], floors)];
}
