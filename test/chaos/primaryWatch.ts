/** What one node said of its component, and between which moments (milliseconds since 1970) it did. */
export interface ComponentSample {
  readonly node: string;
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Primary and Synced, so that its view of the component is settled. */
  readonly serving: boolean;
  readonly stateUuid: string;
  readonly confId: number;
  readonly members: readonly string[];
}

/** Two nodes that served at the same moment although neither is in the other's component. */
export interface DoublePrimary {
  readonly at: number;
  readonly samples: readonly [ComponentSample, ComponentSample];
}

/** A node that still took itself for a member of a component that had gone on without it. */
export interface StaleView {
  readonly node: string;
  readonly from: number;
  until: number;
}

const rememberMs = 5_000;
/** Stale looks that are further apart are two stale views. */
const sameViewMs = 2_000;

function sameView(a: ComponentSample, b: ComponentSample): boolean {
  return (
    a.serving &&
    b.serving &&
    a.confId === b.confId &&
    a.stateUuid === b.stateUuid &&
    a.members.join() === b.members.join()
  );
}

/**
 * Judges from samples whether two Primary components were there at once. Two looks at two nodes are never at the
 * same moment; so a node counts as holding a view over the time between two looks that showed the same, and another
 * node's look must fall wholly into that time.
 */
export class PrimaryWatch {
  readonly doubles: DoublePrimary[] = [];
  readonly stale: StaleView[] = [];
  readonly stateUuids = new Set<string>();
  samples = 0;
  private recent: ComponentSample[] = [];

  add(sample: ComponentSample): void {
    this.samples++;
    if (sample.serving) {
      this.stateUuids.add(sample.stateUuid);
    }
    const before = this.recent.findLast(({ node }) => node === sample.node);
    if (before !== undefined && sameView(before, sample)) {
      const others = this.recent.filter(
        (other) =>
          other.node !== sample.node &&
          other.serving &&
          other.askedAt >= before.answeredAt &&
          other.answeredAt <= sample.askedAt,
      );
      others.forEach((other) => this.compare(sample, other));
    }
    this.recent = [...this.recent.filter(({ answeredAt }) => answeredAt > sample.answeredAt - rememberMs), sample];
  }

  private compare(a: ComponentSample, b: ComponentSample): void {
    // The number tells one view from the next; the list of addresses beside it a joiner may have from before its
    // transfer.
    const oneHasTheOther = a.members.includes(b.node) || b.members.includes(a.node);
    if (oneHasTheOther && a.confId === b.confId && a.stateUuid === b.stateUuid) {
      return;
    }
    const aHasB = a.members.includes(b.node);
    const bHasA = b.members.includes(a.node);
    const left = [a, b].find((each) => this.wentOnWithout(each));
    if (!aHasB && !bHasA && left !== undefined) {
      this.sawStale(left.node, b.answeredAt);
    } else if (!aHasB && !bHasA) {
      this.doubles.push({ at: b.answeredAt, samples: [a, b] });
    } else if (aHasB !== bHasA) {
      this.sawStale(aHasB ? a.node : b.node, b.answeredAt);
    }
  }

  /** Another member of a node's component was seen in a later one of the same history, which the node isn't in. */
  private wentOnWithout({ node, members, confId, stateUuid }: ComponentSample): boolean {
    return members.some((member) => {
      const last = this.recent.findLast((each) => each.node === member && each.node !== node && each.serving);
      return last !== undefined && last.stateUuid === stateUuid && last.confId > confId && !last.members.includes(node);
    });
  }

  private sawStale(node: string, at: number): void {
    const open = this.stale.find((each) => each.node === node && at - each.until < sameViewMs);
    if (open === undefined) {
      this.stale.push({ node, from: at, until: at });
    } else {
      open.until = Math.max(open.until, at);
    }
  }
}
