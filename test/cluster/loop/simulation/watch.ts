/** Something that was done to the cluster by hand, by a fault, or by an operation whose purpose it is. */
export interface Disturbance {
  readonly atMs: number;
  readonly what: string;
  /** Undefined where it is a manager's, or the whole cluster's. */
  readonly node: string | undefined;
}

/** Notes what disturbs a cluster: what happens of itself has to be right. */
export class Watch {
  readonly #all: Disturbance[] = [];
  #stirredMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly nowMs: () => number) {}

  note(what: string, node: string | undefined): void {
    this.#all.push({ atMs: this.nowMs(), what, node });
  }

  /** Somebody was brought back that believes in what was, or ends for it: that changes nothing but who is Primary. */
  stir(): void {
    this.#stirredMs = this.nowMs();
  }

  since(ms: number): readonly Disturbance[] {
    const first = this.#all.findIndex(({ atMs }) => atMs >= ms);
    return first < 0 ? [] : this.#all.slice(first);
  }

  /** Nothing has disturbed the cluster for so long. */
  isCalmFor(ms: number): boolean {
    return this.nowMs() - (this.#all.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) >= ms;
  }

  isStillFor(ms: number): boolean {
    return this.isCalmFor(ms) && this.nowMs() - this.#stirredMs >= ms;
  }
}
