import { measureLoad } from './measureLoad';
import { isThere, measureTransfer } from './measureTransfer';
import type { SstPair } from './sstPair';
import type { Measurements, Transfer, Way } from './sstRows';

type Say = (line: string) => void;
type Measured = Pick<Measurements, 'transfers' | 'loads'>;

const tellEveryMs = 60_000;

function told({ seconds, stallSeconds, donorMib, joinerMib }: Transfer): string {
  return `${seconds.toFixed(1)} s, a write took up to ${stallSeconds.toFixed(2)} s, ${String(donorMib)} / ${String(joinerMib)} MiB`;
}

function nTimes<T>(count: number, action: () => Promise<T>): Promise<T[]> {
  return Array.from({ length: count }).reduce<Promise<T[]>>(
    async (before) => [...(await before), await action()],
    Promise.resolve([]),
  );
}

/** Measures, with the data that the donor has now, as often as there are rounds. */
export class SstMeter {
  constructor(
    private readonly pair: SstPair,
    private readonly rounds: number,
    private readonly ways: readonly Way[],
    private readonly say: Say,
  ) {}

  /** Each way that the image has. */
  async allWays(name: string): Promise<Measured> {
    const transfers: Partial<Record<Way, Transfer[]>> = {};
    await nTimes(this.rounds, async () => {
      for (const way of this.ways) {
        if (await isThere(this.pair, way)) {
          transfers[way] = [...(transfers[way] ?? []), await this.transfer(`${name}, ${way}`, way)];
        }
      }
    });
    return { transfers, loads: [] };
  }

  /** Ours on so many streams. */
  async streams(name: string, streams: number): Promise<Measured> {
    const ours = await nTimes(this.rounds, () => this.transfer(name, 'ours', streams));
    return { transfers: { ours }, loads: [] };
  }

  /** The floor. */
  async load(name: string, streams: number): Promise<Measured> {
    const loads = await nTimes(this.rounds, () => measureLoad(this.pair, streams));
    loads.forEach((seconds) => this.say(`  ${name}: ${seconds.toFixed(1)} s`));
    return { transfers: {}, loads };
  }

  private async transfer(what: string, way: Way, streams?: number): Promise<Transfer> {
    const began = Date.now();
    const telling = setInterval(() => {
      this.say(`  ${what}: at it for ${String(Math.round((Date.now() - began) / 1_000))} s`);
    }, tellEveryMs);
    try {
      const transfer = await measureTransfer(this.pair, way, streams);
      this.say(`  ${what}: ${told(transfer)}`);
      return transfer;
    } finally {
      clearInterval(telling);
    }
  }
}
