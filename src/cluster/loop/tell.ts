import type { NodeStep, OnProgress } from '../vocabulary/progress';
import type { Step } from './step';
import type { World } from './world';

const begun: Partial<Record<Step['do'], NodeStep>> = {
  makeContainer: 'create',
  boot: 'prepare',
  handToken: 'bootstrap',
  reform: 'bootstrap',
  admit: 'join',
  reconnect: 'reconnect',
  unfreeze: 'unfreeze',
  freeze: 'freeze',
  isolate: 'isolate',
  kill: 'kill',
  stop: 'stop',
  tellToLeave: 'stop',
  remove: 'remove',
};

/** Tells the user of each step, of each node that is in service, and of how far the transfers are; nothing twice. */
export class Teller {
  readonly #synced = new Set<string>();
  readonly #transfers = new Map<string, string>();

  constructor(
    private readonly concerned: readonly string[],
    private readonly onProgress: OnProgress,
  ) {}

  begins(step: Step): void {
    const told = begun[step.do];
    if (told !== undefined && 'node' in step) {
      this.onProgress({ kind: 'node', node: step.node, step: told });
    }
  }

  ends(step: Step): void {
    if (step.do === 'stop') {
      this.onProgress({ kind: 'node', node: step.node, step: 'stopped' });
    }
  }

  seen({ nodes }: World): void {
    for (const { view } of nodes.filter(({ node }) => this.concerned.includes(node))) {
      const { name, transfer, state } = view;
      const text = JSON.stringify(transfer);
      if (transfer !== undefined && this.#transfers.get(name) !== text) {
        this.#transfers.set(name, text);
        this.onProgress({ kind: 'transfer', node: name, transfer });
      }
      if (state === 'Synced' && !this.#synced.has(name)) {
        this.#synced.add(name);
        this.onProgress({ kind: 'node', node: name, step: 'synced' });
      }
    }
  }
}
