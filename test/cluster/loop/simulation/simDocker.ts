import type { SimNode } from './simNode';
import type { Violation } from './simData';
import { SimScripts } from './simScripts';

/** Docker, and people at its controls, above start scripts and servers. */
export class SimDocker extends SimScripts {
  /** Containers that are made now have a start script that counts no turns. */
  makesOld = false;
  /** What must not be, and was. */
  violation: Violation | undefined;
  /** The next token comes a second time, so much later. */
  nextTokenComesAgainMs: number | undefined;
  /** Volumes of nodes that had served and were deleted by hand, or with a cluster that just goes. */
  lostVolumes = 0;

  makeContainer(name: string): void {
    const node = this.node(name);
    if (node.process === undefined) {
      node.container = {
        id: this.id('c'),
        isOld: this.makesOld,
        run: 0,
        isPaused: false,
        isConnected: true,
        exitCode: 0,
        process: undefined,
        wasPrimary: false,
      };
    }
  }

  /** `docker stop`: the server leaves in good order; what hangs is killed after so many seconds. */
  async stop(name: string, patienceSeconds: number): Promise<void> {
    const node = this.node(name);
    const { process } = node;
    if (process === undefined) {
      return;
    }
    if (node.container?.isPaused !== true) {
      await this.time.pause(this.chance.between(100, 1_500));
    }
    if (node.process === process && node.container?.isPaused === true) {
      await this.time.pause(patienceSeconds * 1_000);
      if (node.process === process && node.container.isPaused) {
        this.kill(name);
        return;
      }
    }
    if (node.process === process) {
      this.leave(name);
      this.endProcess(name, 0);
    }
  }

  /** SIGTERM alone: a joiner leaves its group within seconds, and ends with it here. */
  tellToLeave(name: string): void {
    const node = this.node(name);
    const { process } = node;
    this.time.at(this.chance.between(200, 3_000), () => {
      if (process !== undefined && node.process === process && node.container?.isPaused === false) {
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

  /** The others don't reach it any more, or do again: by a firewall, or by gmcast.isolate. */
  wall(node: SimNode, isWalled: boolean): void {
    node.isWalled = isWalled;
    this.regroupSoon();
  }

  /** A container and its volume go, by the engine; with those of all, what was acknowledged. */
  remove(name: string, isAll = false): void {
    const node = this.node(name);
    if (!isAll) {
      this.assertNotLast(name);
    } else if (this.isMissed(name)) {
      // What others may have made of it meanwhile isn't judged.
      this.lostVolumes += 1;
      this.history.isForked = true;
    }
    this.removeContainer(name);
    node.volume = undefined;
    this.beginAnewWhereNothingIsLeft();
  }

  /** Somebody knows that it has served, and will ask after it. */
  private isMissed(name: string): boolean {
    return this.nodes.some(({ volume }) => volume?.view.includes(name) === true);
  }

  private beginAnewWhereNothingIsLeft(): void {
    if (this.nodes.every((node) => this.isBlank(node))) {
      this.history.forget();
    }
    if (this.nodes.every(({ volume }) => volume === undefined)) {
      this.lostVolumes = 0;
    }
  }

  removeContainer(name: string): void {
    this.kill(name);
    this.node(name).container = undefined;
  }

  /** @param chosen for whose data it is, by the user's word. */
  giveUp(name: string, chosen?: string): void {
    const { volume } = this.node(name);
    if (volume !== undefined) {
      volume.isGivenUp = true;
      this.chosen = chosen === undefined ? this.chosen : this.node(chosen);
    }
  }

  takeUp(name: string): void {
    Object.assign(this.node(name).volume ?? {}, { isGivenUp: false });
  }

  /** By hand: `docker rm` and `docker volume rm` of a node that doesn't run. */
  deleteVolume(name: string): void {
    const node = this.node(name);
    if (node.volume !== undefined && node.process === undefined) {
      this.lostVolumes += this.isMissed(name) ? 1 : 0;
      node.container = undefined;
      node.volume = undefined;
      this.beginAnewWhereNothingIsLeft();
    }
  }
}
