import { ensureImage } from '../../../src/cluster/docker/images';
import { quietly, testAccess } from '../../support/testAccess';
import type { BenchArguments } from '../benchArguments';
import type { DonorData } from './donorData';
import { fillManyTables } from './manyTables';
import { fillRealSchemas } from './fillRealSchemas';
import { fillDonor } from './sstData';
import { SstMeter } from './sstMeter';
import { SstPair } from './sstPair';
import { type Measurements, type RowKind, type SstRow, sstRow, ways } from './sstRows';
import { prepareWrites } from './writeStall';

const defaults = { megabytes: [0, 100, 1000], streams: [1, 2, 4, 8], tables: [10_000] };
const tablesOfSizes = 8;

type Say = (line: string) => void;

function plural(streams: number): string {
  return streams === 1 ? '1 stream' : `${String(streams)} streams`;
}

/** The rows that are wanted, one amount of data after another. */
class SstBench {
  readonly measured: Measurements[] = [];

  constructor(
    private readonly pair: SstPair,
    private readonly meter: SstMeter,
    private readonly request: BenchArguments,
    private readonly say: Say,
  ) {}

  async run(): Promise<void> {
    const sizes = [...(this.request.megabytes ?? defaults.megabytes)].sort((a, b) => a - b);
    const largest = sizes.at(-1) ?? 0;
    for (const size of this.wants('sizes') ? sizes : [largest]) {
      await this.bySize(size, size > 0 && size === largest);
    }
    if (largest > 0 && this.wants('one-table')) {
      await this.allWays('one-table', `1 table, ${String(largest)} MB`, await fillDonor(this.pair, largest, 1));
    }
    if (this.wants('real-schemas')) {
      await this.realSchemas('real schemas');
    }
    for (const tables of this.wants('many-tables') ? (this.request.tables ?? defaults.tables) : []) {
      const name = `${tables.toLocaleString('en-US')} tables`;
      this.say(`  ${name}: filling the donor`);
      await this.allWays('many-tables', name, await fillManyTables(this.pair, tables, this.say));
    }
  }

  private wants(kind: RowKind): boolean {
    return this.request.rows?.includes(kind) ?? true;
  }

  private async allWays(kind: RowKind, name: string, data: DonorData): Promise<void> {
    this.measured.push({ kind, name, ...data, ...(await this.meter.allWays(name)) });
  }

  private async bySize(size: number, isLargest: boolean): Promise<void> {
    const [streams, load] = [isLargest && this.wants('streams'), isLargest && this.wants('load')];
    if (!this.wants('sizes') && !streams && !load) {
      return;
    }
    const data = await fillDonor(this.pair, size, tablesOfSizes);
    if (this.wants('sizes')) {
      const name = size === 0 ? 'no data' : `${String(tablesOfSizes)} tables, ${String(size)} MB`;
      await this.allWays('sizes', name, data);
    }
    const counts = this.request.streams ?? defaults.streams;
    for (const count of streams ? counts : []) {
      const name = `${String(tablesOfSizes)} tables, ${plural(count)}`;
      this.measured.push({ kind: 'streams', name, ...data, ...(await this.meter.streams(name, count)) });
    }
    for (const count of load ? new Set([1, Math.max(...counts)]) : []) {
      const name = `bare load, ${plural(count)}`;
      this.measured.push({ kind: 'load', name, ...data, ...(await this.meter.load(name, count)) });
    }
  }

  private async realSchemas(name: string): Promise<void> {
    const data = await fillRealSchemas(this.pair, this.say);
    if (data.tables === 0) {
      this.say(`  ${name}: none can be had, so their row is left out`);
      return;
    }
    this.say(`  ${name}: ${String(data.tables)} tables, ${String(data.megabytes)} MB`);
    await this.allWays('real-schemas', name, data);
  }
}

/**
 * State transfers: ours beside the stock script, rsync and mariabackup, between the same two nodes with the same
 * data; ours by number of streams; and the bare load by clients as the floor below it.
 */
export async function sstBench(request: BenchArguments, say: Say): Promise<SstRow[]> {
  const access = await testAccess();
  const image = await ensureImage(access, process.env['GALERA_IMAGE'], quietly.signal, quietly.onProgress);
  const pair = new SstPair(access, image);
  const wanted = ways.filter((way) => request.ways?.includes(way) ?? true);
  const bench = new SstBench(pair, new SstMeter(pair, request.rounds, wanted, say), request, say);
  await pair.close();
  try {
    say(`Two nodes with ${image}`);
    await pair.open();
    await prepareWrites(pair);
    await bench.run();
  } finally {
    await pair.close();
  }
  return bench.measured.map(sstRow);
}
