import { secondsOf } from '../stopwatch';
import { type Costs, costsBetween, type Reading } from './costs';
import type { CallCounts } from './dockerCalls';
import { readUsage } from './readUsage';

/** How long an action took, in seconds, and what it cost. */
export interface Measured {
  readonly seconds: number;
  readonly costs: Costs;
}

/** Measures one action after another, on a machine that does nothing else. */
export class CostMeter {
  constructor(private readonly calls: () => CallCounts) {}

  /** @param nodes how many the action starts. */
  async measure(nodes: number, action: () => Promise<unknown>): Promise<Measured> {
    const before = this.read();
    const seconds = await secondsOf(action);
    return { seconds, costs: costsBetween(before, this.read(), nodes) };
  }

  private read(): Reading {
    return { usage: readUsage(), calls: this.calls() };
  }
}
