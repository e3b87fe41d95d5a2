import { ensureImage } from '../../../src/cluster/docker/images';
import { quietly, testAccess } from '../../support/testAccess';
import type { BenchArguments } from '../benchArguments';
import { measureLoad } from './measureLoad';
import { isThere, measureTransfer } from './measureTransfer';
import { fillDonor } from './sstData';
import { SstPair } from './sstPair';
import { type Measurements, type SstRow, sstRow, type Transfer, type Way, ways } from './sstRows';
import { prepareWrites } from './writeStall';

const defaults = { megabytes: [0, 100, 1000], streams: [1, 2, 4, 8] };
const tables = 8;

type Say = (line: string) => void;

function nTimes<T>(count: number, action: () => Promise<T>): Promise<T[]> {
  return Array.from({ length: count }).reduce<Promise<T[]>>(
    async (before) => [...(await before), await action()],
    Promise.resolve([]),
  );
}

function told({ seconds, stallSeconds, donorMib, joinerMib }: Transfer): string {
  return `${seconds.toFixed(1)} s, a write took up to ${stallSeconds.toFixed(2)} s, ${String(donorMib)} / ${String(joinerMib)} MiB`;
}

class SstBench {
  constructor(
    private readonly pair: SstPair,
    private readonly rounds: number,
    private readonly say: Say,
  ) {}

  /** All ways, with the data that the donor has now. */
  async allWays(name: string, megabytes: number): Promise<Measurements> {
    const transfers: Partial<Record<Way, Transfer[]>> = {};
    await nTimes(this.rounds, async () => {
      for (const way of ways) {
        if (await isThere(this.pair, way)) {
          const transfer = await measureTransfer(this.pair, way);
          this.say(`  ${name}, ${way}: ${told(transfer)}`);
          transfers[way] = [...(transfers[way] ?? []), transfer];
        }
      }
    });
    return { name, megabytes, transfers, loads: [] };
  }

  /** Ours on so many streams. */
  async streams(name: string, megabytes: number, streams: number): Promise<Measurements> {
    const ours = await nTimes(this.rounds, () => measureTransfer(this.pair, 'ours', streams));
    ours.forEach((transfer) => this.say(`  ${name}: ${told(transfer)}`));
    return { name, megabytes, transfers: { ours }, loads: [] };
  }

  /** The floor. */
  async load(name: string, megabytes: number, streams: number): Promise<Measurements> {
    const loads = await nTimes(this.rounds, () => measureLoad(this.pair, streams));
    loads.forEach((seconds) => this.say(`  ${name}: ${seconds.toFixed(1)} s`));
    return { name, megabytes, transfers: {}, loads };
  }
}

/**
 * State transfers: ours beside the stock script, rsync and mariabackup, between the same two nodes with the same
 * data; ours by number of streams; and the bare load by clients as the floor below it.
 */
export async function sstBench(request: BenchArguments, say: Say): Promise<SstRow[]> {
  const access = await testAccess();
  const image = await ensureImage(access, process.env['GALERA_IMAGE'], quietly.signal, quietly.onProgress);
  const sizes = [...(request.megabytes ?? defaults.megabytes)].sort((a, b) => a - b);
  const streams = request.streams ?? defaults.streams;
  const pair = new SstPair(access, image);
  const bench = new SstBench(pair, request.rounds, say);
  const measured: Measurements[] = [];
  await pair.close();
  try {
    say(`Two nodes with ${image}`);
    await pair.open();
    await prepareWrites(pair);
    for (const size of sizes) {
      const megabytes = await fillDonor(pair, size, tables);
      measured.push(
        await bench.allWays(size === 0 ? 'no data' : `${String(tables)} tables, ${String(size)} MB`, megabytes),
      );
      if (size > 0 && size === sizes.at(-1)) {
        for (const count of streams) {
          measured.push(await bench.streams(`${String(tables)} tables, ${plural(count)}`, megabytes, count));
        }
        for (const count of new Set([1, Math.max(...streams)])) {
          measured.push(await bench.load(`bare load, ${plural(count)}`, megabytes, count));
        }
        measured.push(await bench.allWays(`1 table, ${String(size)} MB`, await fillDonor(pair, size, 1)));
      }
    }
  } finally {
    await pair.close();
  }
  return measured.map(sstRow);
}

function plural(streams: number): string {
  return streams === 1 ? '1 stream' : `${String(streams)} streams`;
}
