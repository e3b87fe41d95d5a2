import { SimCluster } from './simCluster';
import { positionOf } from './simData';
import type { SimNode, SimProcess } from './simNode';

/** How long a node's start script waits for somebody to tell it whom to join before it looks itself, in milliseconds. */
const escortMs = 10_000;
const betweenLooksMs = 2_000;
const mostOpenMs = 10_000;

/** Docker, and the start scripts in its containers, above servers. */
export class SimDocker extends SimCluster {
  #ids = 0;

  private id(what: string): string {
    this.#ids += 1;
    return `${what}${String(this.#ids)}`;
  }

  makeContainer(name: string): void {
    const node = this.node(name);
    if (node.process !== undefined) {
      return;
    }
    node.container = { id: this.id('c'), run: 0, isPaused: false, isConnected: true, exitCode: 0, process: undefined, wasPrimary: false };
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
      startedMs: this.time.nowMs(),
      phase: 'preparing',
      turn: 0,
      step: 0,
      hasConnected: false,
      hasSynced: false,
      told: undefined,
      hosts: [],
      server: undefined,
      tries: 0,
      found: undefined,
      began: undefined,
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
      if (!this.isThere(node, process)) {
        return;
      }
      if (node.container?.isPaused === true) {
        this.goOn(node, process, 500, act);
      } else {
        act();
      }
    });
  }

  private isThere({ container }: SimNode, process: SimProcess): boolean {
    return container?.process === process;
  }

  private recover(node: SimNode, process: SimProcess, steps: number): void {
    process.phase = 'recovering';
    process.step += 1;
    this.goOn(node, process, 2_000, () => (steps > 0 ? this.recover(node, process, steps - 1) : this.wait(node, process, false)));
  }

  private wait(node: SimNode, process: SimProcess, isByHand: boolean): void {
    process.phase = 'waiting';
    process.turn += 1;
    process.found = positionOf(node.ensureVolume());
    this.goOn(node, process, isByHand ? this.chance.between(500, 2_000) : escortMs, () => this.lookItself(node, process));
  }

  /** Nobody has told it whom to join: it does where somebody serves. */
  private lookItself(node: SimNode, process: SimProcess): void {
    if (process.phase === 'waiting' && node.isOnNetwork) {
      const primary = this.nodes.filter((other) => other.isOnNetwork && other.live?.belief.isPrimary === true && other.live.stage !== 'joiner');
      if (primary.length > 0) {
        process.phase = 'joining';
        this.lookFor(node);
      }
    }
    this.goOn(node, process, betweenLooksMs, () => this.lookItself(node, process));
  }

  private isItsTurn({ process, container }: SimNode, boot: string, turn: number): boolean {
    return container?.isPaused === false && process?.phase === 'waiting' && process.boot === boot && process.turn === turn;
  }

  handToken(name: string, boot: string, turn: number): void {
    const node = this.node(name);
    const { process } = node;
    if (process === undefined || !this.isItsTurn(node, boot, turn)) {
      return;
    }
    process.phase = 'bootstrapping';
    const found = positionOf(node.ensureVolume());
    const volume = node.ensureVolume();
    volume.disk = { ...volume.disk, grastate: found.founding.grastate, began: { seqno: found.seqno, origin: found.origin } };
    volume.leftLast = false;
    this.goOn(node, process, this.chance.between(300, 1_500), () => {
      if (this.chance.happens(0.04)) {
        // The start-up race of the server: it serves nobody, and is ended to start again, once the guard says so.
        process.phase = 'waiting';
        process.turn += 1;
        process.found = positionOf(node.ensureVolume());
        return;
      }
      this.foundWith(node);
    });
  }

  admit(name: string, boot: string, turn: number, hosts: readonly string[]): void {
    const node = this.node(name);
    const { process } = node;
    if (process !== undefined && this.isItsTurn(node, boot, turn)) {
      process.hosts = hosts;
      this.awaitPort(node, process, this.time.nowMs());
    }
  }

  private awaitPort(node: SimNode, process: SimProcess, sinceMs: number): void {
    if (process.phase !== 'waiting' || this.time.nowMs() - sinceMs > mostOpenMs) {
      return;
    }
    if (process.hosts.some((host) => this.node(host).live !== undefined && this.node(host).isOnNetwork)) {
      process.phase = 'joining';
      this.lookFor(node);
      return;
    }
    this.goOn(node, process, 100, () => this.awaitPort(node, process, sinceMs));
  }

  /** `docker stop`: the server leaves in good order; what hangs is killed after so many seconds. */
  async stop(name: string, patienceSeconds: number): Promise<void> {
    const node = this.node(name);
    const { process } = node;
    if (process === undefined) {
      return;
    }
    if (node.container?.isPaused === true) {
      await this.time.pause(patienceSeconds * 1_000);
      if (this.isThere(node, process)) {
        this.kill(name);
      }
      return;
    }
    await this.time.pause(this.chance.between(100, 1_500));
    if (this.isThere(node, process)) {
      this.leave(name);
      this.endProcess(name, 0);
    }
  }

  /** SIGTERM alone: a joiner leaves its group within seconds, and ends with it here. */
  tellToLeave(name: string): void {
    const { process } = this.node(name);
    this.time.at(this.chance.between(200, 3_000), () => {
      if (process !== undefined && this.node(name).process === process && this.node(name).container?.isPaused === false) {
        this.leave(name);
        this.endProcess(name, 0);
      }
    });
  }

  freeze(name: string): void {
    const { container } = this.node(name);
    if (container?.process !== undefined) {
      container.isPaused = true;
      this.regroupSoon();
    }
  }

  unfreeze(name: string): void {
    const { container } = this.node(name);
    if (container?.isPaused === true) {
      container.isPaused = false;
      this.regroupSoon();
    }
  }

  isolate(name: string): void {
    const { container } = this.node(name);
    if (container?.isConnected === true) {
      container.isConnected = false;
      this.regroupSoon();
    }
  }

  reconnect(name: string): void {
    const { container } = this.node(name);
    if (container?.isConnected === false) {
      container.isConnected = true;
      this.regroupSoon();
    }
  }

  /** A container and its volume go, by the engine; with those of all, what was acknowledged. */
  remove(name: string, isAll = false): void {
    const node = this.node(name);
    if (isAll) {
      this.history.forget();
    } else {
      this.assertNotLast(name);
    }
    if (node.process !== undefined) {
      this.kill(name);
    }
    node.container = undefined;
    node.volume = undefined;
  }

  giveUp(name: string, isGivenUp: boolean): void {
    const { volume } = this.node(name);
    if (volume !== undefined) {
      volume.isGivenUp = isGivenUp;
    }
  }

  /** By hand: `docker rm` and `docker volume rm` of a node that doesn't run. */
  deleteVolume(name: string): void {
    const node = this.node(name);
    if (node.volume !== undefined && node.process === undefined) {
      this.lostVolumes += node.volume.view.length > 0 ? 1 : 0;
      node.container = undefined;
      node.volume = undefined;
      if (this.nodes.every(({ volume }) => volume === undefined || positionOf(volume).seqno < 0)) {
        this.history.forget();
      }
    }
  }
}
