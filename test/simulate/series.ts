import { mishaps } from '../cluster/loop/simulation/mishaps';
import { schedules } from '../cluster/loop/simulation/schedules';
import { simulate } from '../cluster/loop/simulation/simulate';

/** `kept` has no volume deleted: nothing may be refused in the end. */
export type Among = 'kept' | 'all';

/** What a process is to run that is started for a series: as JSON, its one argument. */
export interface SeriesRequest {
  readonly among: Among;
  readonly runs: number;
  readonly seed: number;
  /** Whether a schedule that goes wrong is made shorter, and told. */
  readonly shrinks: boolean;
}

/** What such a process tells. */
export type SeriesNews =
  | { readonly kind: 'ran'; readonly runs: number }
  | { readonly kind: 'over'; readonly after: number | undefined; readonly story: string; readonly seconds: number };

const betweenNews = 500;

async function main(request: SeriesRequest): Promise<void> {
  const tell = (news: SeriesNews): void => void process.send?.(news);
  const { among, runs, seed, shrinks } = request;
  const began = performance.now();
  let ran = 0;
  const onRun = (): void => {
    ran += 1;
    if (ran % betweenNews === 0) {
      tell({ kind: 'ran', runs: ran });
    }
  };
  const chosen = schedules(among === 'all' ? mishaps : mishaps.filter((what) => what !== 'deleteVolume'));
  const failing = await simulate({ schedules: chosen, runs, seed, onRun }, shrinks);
  const seconds = (performance.now() - began) / 1_000;
  tell({ kind: 'over', after: failing?.after, story: failing?.story ?? '', seconds });
}

void main(JSON.parse(process.argv[2] ?? '') as SeriesRequest);
