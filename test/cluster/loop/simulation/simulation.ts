import { GaleraError, type GaleraErrorCode } from '../../../../src/cluster/vocabulary/errors';
import type { Goal } from '../../../../src/cluster/loop/goal';
import { serve } from '../../../../src/cluster/loop/goals';
import { operate } from '../../../../src/cluster/loop/operate';
import type { ClusterView } from '../../../../src/cluster/vocabulary/model';
import { nodeNames } from '../../../../src/cluster/vocabulary/names';
import { clusterView } from '../../views';
import { Chance, Scheduler } from './scheduler';
import { Violation } from './simData';
import { SimDocker } from './simDocker';
import { sightOf, SimHands, type Trouble } from './simHands';

export const operations = ['start', 'stop', 'scale', 'restore', 'rebuild', 'idle', 'killNode', 'recover', 'look'] as const;
export const mishaps = ['write', 'ddl', 'kill', 'killInDdl', 'freeze', 'thaw', 'isolate', 'reconnect', 'startByHand', 'stopByHand', 'desync', 'deleteVolume'] as const;

export interface Event {
  readonly what: (typeof operations)[number] | (typeof mishaps)[number];
  /** Milliseconds after the event before it. */
  readonly afterMs: number;
  readonly node: number;
  /** Of an operation: when it is cancelled, or its manager killed; undefined where neither. */
  readonly cutAfterMs?: number | undefined;
  readonly isKilled?: boolean | undefined;
}

export interface Schedule {
  readonly seed: number;
  readonly size: number;
  readonly trouble: Trouble;
  readonly events: readonly Event[];
}

const mostNodes = 5;
/** By then what was done by hand has come to its end. */
const calmMs = 12_000;
const mostOperationMs = 1_800_000;
/** Refusals that may be right, where the cluster is as it is at that moment. */
const mayRefuse: readonly GaleraErrorCode[] = ['aborted', 'refused', 'stateUnfit', 'nodeFailed', 'deadline', 'dockerFailed'];

/** How often operations ended in which way, over all simulations. */
export const tally = new Map<string, number>();
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);

/** A cluster through a schedule of operations and mishaps. */
export class Simulation {
  readonly story: string[] = [];
  readonly #time = new Scheduler();
  readonly #docker: SimDocker;
  #holder: number | undefined;
  #managers = 0;
  #running = 0;
  #lastMishapMs = Number.NEGATIVE_INFINITY;
  #violation: unknown;

  constructor(private readonly schedule: Schedule) {
    this.#docker = new SimDocker(this.#time, new Chance(schedule.seed), mostNodes);
  }

  private tell(line: string): void {
    this.story.push(`${String(this.#time.nowMs()).padStart(8)} ${line}`);
  }

  private get members(): string[] {
    return this.#docker.nodes.filter(({ volume }) => volume !== undefined).map(({ name }) => name);
  }

  private view(): ClusterView | undefined {
    const nodes = this.#docker.nodes.filter(({ volume }) => volume !== undefined).map((node) => sightOf(node, this.#docker).view);
    return nodes.length === 0 ? undefined : clusterView(nodes);
  }

  /** What an operation is about, by what there is; undefined where it makes no sense. */
  private goalOf(what: Event['what'], index: number): Goal | undefined {
    const members = this.members;
    const node = members[index % Math.max(1, members.length)];
    const synced = (this.view()?.nodes ?? []).filter(({ state }) => state === 'Synced').map(({ name }) => name);
    const cluster = 'demo';
    if (what === 'start') {
      return serve({ cluster, members: members.length === 0 ? nodeNames(this.schedule.size) : members });
    }
    if (node === undefined) {
      return undefined;
    }
    const others = members.filter((each) => each !== node);
    switch (what) {
      case 'stop':
        return { kind: 'leave', nodes: members };
      case 'idle':
        return { kind: 'leave', nodes: [node] };
      case 'killNode':
        return { kind: 'inflict', nodes: [node], fault: 'kill' };
      case 'restore':
        return serve({ cluster, members, concerned: [node] });
      case 'rebuild':
        return synced.some((name) => name !== node) ? { kind: 'part', going: [node], staying: others, then: 'givenUp' } : undefined;
      case 'recover':
        return serve({ cluster, members, dataOf: node });
      case 'look':
        return serve({ cluster, members, onlyLook: true });
      case 'scale': {
        const count = 1 + (index % mostNodes);
        const joining = nodeNames(mostNodes).filter((name) => !members.includes(name)).slice(0, count - members.length);
        const staying = members.slice(0, count);
        if (count > members.length) {
          return synced.length > 0 ? serve({ cluster, members: [...members, ...joining].sort(), concerned: joining }) : undefined;
        }
        const isFit = count < members.length && staying.some((name) => synced.includes(name));
        return isFit ? { kind: 'part', going: members.slice(count).reverse(), staying, then: 'gone' } : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Runs one operation as a manager does: takes the lock, runs the loop, takes back what failed. */
  private async manage({ what, node, cutAfterMs, isKilled }: Event, trouble: Trouble): Promise<GaleraError | undefined> {
    this.#managers += 1;
    const manager = this.#managers;
    let isAlive = true;
    const controller = new AbortController();
    if (cutAfterMs !== undefined) {
      this.#time.at(cutAfterMs, () => {
        this.tell(`${what} ${String(manager)} is ${isKilled === true ? 'killed' : 'cancelled'}`);
        isAlive = isKilled !== true && isAlive;
        controller.abort();
        if (!isAlive && this.#holder === manager) {
          this.#time.at(120, () => (this.#holder = undefined));
        }
      });
    }
    while (this.#holder !== undefined) {
      await this.#time.pause(200);
      if (controller.signal.aborted) {
        return undefined;
      }
    }
    this.#holder = manager;
    const goal = this.goalOf(what, node);
    const error = goal === undefined ? undefined : await this.runGoal(goal, { manager, controller, trouble, isAlive: () => isAlive });
    if (isAlive && what === 'rebuild' && goal !== undefined && error === undefined) {
      const name = goal.kind === 'part' ? (goal.going[0] ?? '') : '';
      await this.runGoal(serve({ cluster: 'demo', members: this.members, concerned: [name] }), { manager, controller, trouble, isAlive: () => isAlive });
    }
    if (this.#holder === manager) {
      this.#holder = undefined;
    }
    return error;
  }

  private async runGoal(
    goal: Goal,
    { manager, controller, trouble, isAlive }: { manager: number; controller: AbortController; trouble: Trouble; isAlive: () => boolean },
  ): Promise<GaleraError | undefined> {
    const tell = (line: string): void => this.tell(`${String(manager)} ${line}`);
    tell(`wants ${JSON.stringify(goal.kind === 'serve' ? { ...goal, donors: undefined } : goal)}`);
    const hands = new SimHands(this.#docker, trouble, isAlive, tell);
    const quiet = new SimHands(this.#docker, { failing: 0, slowestMs: 50 }, isAlive, tell);
    const before = this.view();
    const served = this.#docker.serving()?.members;
    const beganMs = this.#time.nowMs();
    this.#docker.isForced = goal.kind === 'serve' && goal.dataOf !== undefined;
    try {
      await operate(goal, {
        hands,
        clock: { nowMs: () => this.#time.nowMs() },
        signal: controller.signal,
        onProgress: () => undefined,
        log: { debug: () => undefined, info: tell, warn: tell, error: tell },
        untilDone: { hands: quiet, signal: new AbortController().signal },
        before,
        unmake: () => hands.unmake(before === undefined),
        isStillLocked: () => Promise.resolve(true),
      });
      count(`${goal.kind}: reached`);
      tell(`reached after ${String(this.#time.nowMs() - beganMs)} ms`);
      return undefined;
    } catch (error) {
      if (!GaleraError.is(error) || !mayRefuse.includes(error.code)) {
        throw error;
      }
      count(`${goal.kind}: ${error.code} ${error.message.replace(/g\d/g, 'g')}`);
      tell(`ended: ${error.code}: ${error.message}`);
      const isTakenBack = error.code === 'aborted' && goal.kind === 'serve' && served !== undefined && this.#lastMishapMs < beganMs - calmMs;
      if (isTakenBack && this.#docker.serving() === undefined) {
        throw new Violation(`${served.join(', ')} served before what was cancelled, and nobody serves after it`);
      }
      return error;
    } finally {
      this.#docker.isForced = false;
      if (this.#time.nowMs() - beganMs > mostOperationMs) {
        throw new Violation(`an operation took ${String(this.#time.nowMs() - beganMs)} ms`);
      }
    }
  }

  private mishap(what: Event['what'], index: number): void {
    const docker = this.#docker;
    const { name } = docker.nodes[index % mostNodes] ?? docker.node('g1');
    this.tell(`${what} ${name}`);
    this.#lastMishapMs = this.#time.nowMs();
    switch (what) {
      case 'write':
        docker.write(false);
        return;
      case 'ddl':
        docker.write(true);
        return;
      case 'killInDdl':
        docker.write(true, { name, how: Math.floor(index / mostNodes) % 3 });
        return;
      case 'kill':
        docker.kill(name);
        return;
      case 'freeze':
        docker.freeze(name);
        return;
      case 'thaw':
        docker.unfreeze(name);
        return;
      case 'isolate':
        docker.isolate(name);
        return;
      case 'reconnect':
        docker.reconnect(name);
        return;
      case 'startByHand':
        docker.boot(name, true);
        return;
      case 'stopByHand':
        void docker.stop(name, 10);
        return;
      case 'desync': {
        const { server } = docker.node(name);
        if (server !== undefined) {
          server.isDesynced = !server.isDesynced;
        }
        return;
      }
      case 'deleteVolume':
        docker.deleteVolume(name);
        return;
      default:
        return;
    }
  }

  private isOperation(what: Event['what']): boolean {
    return (operations as readonly string[]).includes(what);
  }

  /** Runs it all; in the end everything that was only cut off or down is brought back by one more start. */
  async run(): Promise<{ readonly refused: string | undefined }> {
    let atMs = 0;
    const track = (running: Promise<unknown>): void => {
      this.#running += 1;
      running
        .catch((error: unknown) => {
          this.#violation ??= error;
        })
        .finally(() => {
          this.#running -= 1;
        });
    };
    for (const event of this.schedule.events) {
      atMs += event.afterMs;
      this.#time.at(atMs, () => {
        if (this.isOperation(event.what)) {
          track(this.manage(event, this.schedule.trouble));
        } else {
          this.guarded(() => this.mishap(event.what, event.node));
        }
      });
    }
    let last: GaleraError | undefined;
    let isOver = false;
    // What was begun by hand has come to its end.
    this.#time.at(atMs + 20_000, () => {
      for (const { server } of this.#docker.nodes) {
        Object.assign(server ?? {}, { isDesynced: false });
      }
      const ending = this.manage({ what: 'start', afterMs: 0, node: 0 }, { failing: 0, slowestMs: 50 }).then((error) => {
        last = error;
        isOver = true;
      });
      track(ending);
    });
    await this.guardedRun(() => isOver || this.#violation !== undefined, atMs + 2 * mostOperationMs);
    if (this.#violation !== undefined) {
      throw this.#violation instanceof Error ? this.#violation : new Error(String(this.#violation));
    }
    if (!isOver) {
      throw new Violation('the last start never ended');
    }
    return { refused: this.judge(last) };
  }

  private guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#violation ??= error;
    }
  }

  private async guardedRun(isOver: () => boolean, mostMs: number): Promise<void> {
    try {
      await this.#time.run(isOver, mostMs);
    } catch (error) {
      this.#violation ??= error;
    }
  }

  private judge(last: GaleraError | undefined): string | undefined {
    const { acknowledged, newest } = this.#docker.history;
    if (last !== undefined) {
      if (this.#docker.lostVolumes === 0) {
        throw new Violation(`a start was refused although nothing was lost: ${last.message}`);
      }
      return last.message;
    }
    const late = this.#docker.nodes.filter(({ volume, live }) => volume !== undefined && live?.stage !== 'synced');
    if (late.length > 0) {
      throw new Violation(`a start ended well, and ${late.map(({ name }) => name).join(', ')} don't serve`);
    }
    const odd = this.#docker.divergence();
    if (odd !== undefined) {
      throw new Violation(odd);
    }
    if (newest.changes < acknowledged && this.#docker.lostVolumes === 0) {
      throw new Violation(`${String(newest.changes)} of ${String(acknowledged)} acknowledged changes are left`);
    }
    return undefined;
  }
}
