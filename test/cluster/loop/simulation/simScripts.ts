import { positionOf } from './simData';
import { isSilent, type Order, type SimNode, type SimProcess } from './simNode';
import { SimServers } from './simServers';

/** Milliseconds that a start script waits for somebody to tell it whom to join before it looks itself. */
const escortMs = 10_000;
const betweenLooksMs = 2_000;
const mostOpenMs = 10_000;

/** The start scripts in containers: what a boot does until its server runs, and after that has ended. */
export abstract class SimScripts extends SimServers {
  #ids = 0;

  protected id(what: string): string {
    this.#ids += 1;
    return `${what}${String(this.#ids)}`;
  }

  /** The container starts, by the engine or by hand. */
  boot(name: string, isByHand = false): void {
    const node = this.node(name);
    const { container, volume } = node;
    if (container === undefined || volume === undefined || container.process !== undefined) {
      return;
    }
    container.run += 1;
    container.wasPrimary = false;
    const process: SimProcess = {
      boot: this.id('b'),
      phase: 'preparing',
      turn: 0,
      step: 0,
      hasConnected: false,
      hasSynced: false,
      told: undefined,
      server: undefined,
      tries: 0,
      found: undefined,
      began: undefined,
      wasIntact: false,
      wasGivenUp: false,
      hasHung: false,
      lying: [],
    };
    container.process = process;
    const isLong = volume.disk.grastate === 'running' && this.chance.happens(0.05);
    this.goOn(node, process, this.chance.between(100, 2_500), () =>
      isLong ? this.recover(node, process, this.chance.between(1, 8)) : this.wait(node, process, isByHand),
    );
  }

  /** What a boot does after a while, if it is there still; a frozen one goes on with it once it is let. */
  private goOn(node: SimNode, process: SimProcess, afterMs: number, act: () => void): void {
    this.time.at(afterMs, () => {
      if (node.process !== process) {
        return;
      }
      if (node.container?.isPaused === true) {
        this.goOn(node, process, 500, act);
      } else {
        act();
      }
    });
  }

  private recover(node: SimNode, process: SimProcess, steps: number): void {
    process.phase = 'recovering';
    process.step += 1;
    this.goOn(node, process, 2_000, () =>
      steps > 0 ? this.recover(node, process, steps - 1) : this.wait(node, process, false),
    );
  }

  private wait(node: SimNode, process: SimProcess, isByHand: boolean): void {
    this.waitAgain(node, process);
    const firstMs = isByHand ? this.chance.between(500, 2_000) : escortMs;
    this.goOn(node, process, firstMs, () => this.lookItself(node, process));
  }

  protected waitAgain(node: SimNode, process: SimProcess): void {
    process.phase = 'waiting';
    process.turn += 1;
    process.found = positionOf(node.ensureVolume());
    process.wasGivenUp = node.ensureVolume().isGivenUp;
    Object.assign(process, { hasConnected: false, hasSynced: false, told: undefined });
    // What it was told while it didn't wait lies there still.
    this.goOn(node, process, 50, () => this.readOrders(node, process));
  }

  /** Nobody has told it whom to join: it does where somebody serves. */
  private lookItself(node: SimNode, process: SimProcess): void {
    const isPrimary = ({ isOnNetwork, isWhole, live }: SimNode): boolean =>
      isOnNetwork && isWhole && live?.belief.isPrimary === true && !isSilent(live);
    if (process.phase === 'waiting' && node.isOnNetwork && this.nodes.some(isPrimary)) {
      process.phase = 'joining';
      this.lookFor(node, process);
    }
    this.goOn(node, process, betweenLooksMs, () => this.lookItself(node, process));
  }

  /** An order names the boot and the turn that it is for; an old script takes one of any turn, once. */
  order(name: string, order: Order): void {
    const node = this.node(name);
    const { process, container } = node;
    if (process?.boot === order.boot) {
      const isReplaced = (other: Order): boolean => container?.isOld === true && other.do === order.do;
      process.lying = [...process.lying.filter((other) => !isReplaced(other)), order];
      this.goOn(node, process, 20, () => this.readOrders(node, process));
    }
  }

  private readOrders(node: SimNode, process: SimProcess): void {
    const isOld = node.container?.isOld === true;
    if (process.phase !== 'waiting') {
      return;
    }
    const valid = process.lying.filter(({ turn }) => isOld || turn === process.turn);
    const order = valid.find((each) => each.do === 'found') ?? valid[0];
    process.lying = isOld ? valid.filter((each) => each !== order) : [];
    if (order?.do === 'found') {
      this.found(node, process, order.isForced);
    } else if (order !== undefined) {
      this.awaitPort(node, process, order.hosts, process.turn, this.time.nowMs());
    }
  }

  private found(node: SimNode, process: SimProcess, isForced: boolean): void {
    process.phase = 'bootstrapping';
    const volume = node.ensureVolume();
    const { seqno, origin, founding } = node.found;
    volume.disk = { ...volume.disk, grastate: founding.grastate, began: { seqno, origin } };
    volume.leftLast = false;
    this.goOn(node, process, this.chance.between(300, 1_500), () => this.foundWith(node, process, isForced));
  }

  private awaitPort(node: SimNode, process: SimProcess, hosts: readonly string[], turn: number, sinceMs: number): void {
    if (process.phase !== 'waiting' || process.turn !== turn || this.time.nowMs() - sinceMs > mostOpenMs) {
      return;
    }
    const isOpen = hosts.some((host) => this.node(host).live !== undefined && this.node(host).isOnNetwork);
    if (isOpen && node.isOnNetwork) {
      process.phase = 'joining';
      this.lookFor(node, process);
      return;
    }
    this.goOn(node, process, 100, () => this.awaitPort(node, process, hosts, turn, sinceMs));
  }
}
