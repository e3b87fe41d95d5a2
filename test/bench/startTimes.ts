import type { CostMeter, Measured } from './costs/costMeter';

/** What the benchmark of starting measures, in the order it is shown. */
export const startRows = ['first-start', 'resume', 'resume-after-kill-all', 'rejoin', 'scale-3-5'] as const;
type StartRow = (typeof startRows)[number];

/** How many nodes are started in a row. */
const nodesStarted: Readonly<Record<StartRow, number>> = {
  'first-start': 3,
  resume: 3,
  'resume-after-kill-all': 3,
  rejoin: 1,
  'scale-3-5': 2,
};

/** Times and costs by row. */
export type StartTimes = Readonly<Record<StartRow, Measured>>;

/** Measures what a row is about. */
export function measureRow(meter: CostMeter, row: StartRow, action: () => Promise<unknown>): Promise<Measured> {
  return meter.measure(nodesStarted[row], action);
}
