import { type GaleraError, toGaleraError } from '../../../../src/cluster/vocabulary/errors';
import type { Goal } from '../../../../src/cluster/loop/goal';
import { operate } from '../../../../src/cluster/loop/operate';
import { type Reached, run } from '../../../../src/cluster/loop/run';
import type { ClusterView } from '../../../../src/cluster/vocabulary/model';
import { clusterView } from '../../views';
import { judge, judgeEnd } from './judge';
import { type Mishap, strike } from './mishaps';
import { goalOf, type Operation, refill } from './operations';
import { Chance, Scheduler } from './scheduler';
import { Violation } from './simData';
import { SimDocker } from './simDocker';
import { noTrouble, SimHands, type Trouble } from './simHands';
import { SimLock, SimManager } from './simManager';
import { sightOf } from './simSight';

export interface Call {
  readonly kind: 'call';
  readonly what: Operation;
  /** Milliseconds after the event before it. */
  readonly afterMs: number;
  readonly index: number;
  /** When it is cancelled, or its manager killed; undefined where neither. */
  readonly cutAfterMs: number | undefined;
  readonly isKilled: boolean;
}

export interface Strike {
  readonly kind: 'strike';
  readonly what: Mishap;
  readonly afterMs: number;
  readonly index: number;
}

export interface Schedule {
  readonly seed: number;
  readonly size: number;
  /** The first nodes' start scripts count no turns. */
  readonly isOld: boolean;
  /** Nobody takes back in the end what clients have desynced. */
  readonly staysDesynced: boolean;
  readonly trouble: Trouble;
  readonly events: readonly (Call | Strike)[];
}

interface Outcome {
  readonly reached: Reached | undefined;
  readonly error: GaleraError | undefined;
}

const mostNodes = 5;
/** By then what was done by hand has come to its end. */
const calmMs = 20_000;
const mostOperationMs = 1_800_000;

/** A cluster through a schedule of operations and mishaps. */
export class Simulation {
  readonly #time = new Scheduler();
  readonly #docker: SimDocker;
  readonly #lock = new SimLock(this.#time);
  #managers = 0;
  /** Of the last goal. */
  #members: readonly string[] = [];
  #beganMs = 0;
  #violation: Error | undefined;

  /** @param tell what happens, a line at a time. */
  constructor(
    private readonly schedule: Schedule,
    private readonly tell?: (line: string) => void,
    private readonly count?: (ending: string) => void,
  ) {
    this.#docker = new SimDocker(this.#time, new Chance(schedule.seed), mostNodes);
    this.#docker.makesOld = schedule.isOld;
  }

  #say(line: () => string): void {
    this.tell?.(`${String(this.#time.nowMs()).padStart(8)} ${line()}`);
  }

  #view(): ClusterView | undefined {
    const there = this.#docker.nodes.filter(({ volume }) => volume !== undefined);
    return there.length === 0 ? undefined : clusterView(there.map((node) => sightOf(node, this.#docker).view));
  }

  /** Runs one operation as a manager does: takes the lock, runs the loop, takes back what failed. */
  async #manage(call: Omit<Call, 'afterMs'>, trouble: Trouble): Promise<GaleraError | undefined> {
    const { what, index, cutAfterMs, isKilled } = call;
    this.#managers += 1;
    const manager = new SimManager(this.#managers, this.#time, (line) => this.#say(line));
    if (cutAfterMs !== undefined) {
      this.#time.wake(cutAfterMs, () => {
        manager.tell(() => `${what} is ${isKilled ? 'killed' : 'cancelled'}`);
        if (isKilled) {
          if (this.#lock.holder === manager) {
            this.#docker.watch.note('kill of the manager', undefined);
          }
          manager.kill();
          this.#lock.releaseOfDead(manager);
        } else {
          manager.cancel();
        }
      });
    }
    if (!(await this.#lock.take(manager))) {
      return undefined;
    }
    const goal = goalOf({ what, view: this.#view(), size: this.schedule.size, mostNodes, index });
    let outcome = goal === undefined ? undefined : await this.#reach(goal, what, manager, trouble);
    const now = this.#view();
    if (what === 'rebuild' && goal?.kind === 'part' && now !== undefined && outcome?.error === undefined) {
      const next = refill(goal, now, outcome?.reached?.memory.givenUp ?? []);
      outcome = await this.#reach(next, what, manager, trouble);
    }
    this.#lock.release(manager);
    return outcome?.error;
  }

  async #reach(goal: Goal, what: Operation, manager: SimManager, trouble: Trouble): Promise<Outcome> {
    const docker = this.#docker;
    const { chosen, choices } = docker;
    manager.tell(() => `wants ${what}: ${JSON.stringify(goal)}`);
    this.#beganMs = this.#time.nowMs();
    this.#members = goal.kind === 'serve' ? goal.members : [];
    const hands = new SimHands(docker, manager, trouble, goal, this.#lock);
    const quiet = new SimHands(docker, manager, noTrouble, goal, this.#lock);
    const { clock, controller } = manager;
    const before = this.#view();
    const attempt = {
      goal,
      docker,
      manager,
      trouble,
      beganMs: this.#beganMs,
      served: docker.serving()?.members ?? [],
    };
    const say = (line: string): void => manager.tell(() => line);
    const request = {
      hands,
      clock,
      signal: controller.signal,
      onProgress: () => undefined,
      log: { debug: () => undefined, info: say, warn: say, error: say },
    };
    const running =
      goal.kind === 'leave' || goal.kind === 'inflict'
        ? run(goal, request)
        : operate(goal, {
            ...request,
            untilDone: { hands: quiet, signal: new AbortController().signal },
            before,
            isTakenBack: what === 'look',
            unmake: () => hands.unmake(before?.nodes.map(({ name }) => name)),
            isStillLocked: () => manager.hasLock,
          });
    const outcome = await running.then(
      (reached): Outcome => ({ reached, error: undefined }),
      (reason: unknown): Outcome => ({ reached: undefined, error: toGaleraError(reason) }),
    );
    const { error } = outcome;
    // Without the lock nothing is taken back.
    if (error !== undefined && docker.choices === choices && !manager.isWithoutLock) {
      docker.chosen = chosen;
    }
    const ending = error === undefined ? 'reached' : `${error.code}: ${error.message}`;
    manager.tell(() => ending);
    this.count?.(`${what}: ${ending.replace(/g\d/g, 'g')}`);
    judge(error, attempt);
    if (this.#time.nowMs() - attempt.beganMs > mostOperationMs) {
      throw new Violation(`an operation took ${String(this.#time.nowMs() - attempt.beganMs)} ms`);
    }
    return outcome;
  }

  #track(running: Promise<unknown> | undefined): void {
    running?.catch((error: unknown) => {
      this.#violation ??= error instanceof Error ? error : toGaleraError(error);
    });
  }

  #happen(event: Call | Strike): void {
    if (event.kind === 'call') {
      this.#track(this.#manage(event, this.schedule.trouble));
    } else {
      this.#say(() => `${event.what} ${this.#docker.nodes[event.index % mostNodes]?.name ?? ''}`);
      this.#track(strike(event.what, event.index, this.#docker, this.#lock));
    }
  }

  /** Whatever only somebody's own hand brings back is brought back. */
  #relieve(): void {
    this.#docker.watch.note('relief', undefined);
    for (const node of this.#docker.nodes) {
      Object.assign(node.server ?? {}, { isMute: false });
      if (!this.schedule.staysDesynced) {
        Object.assign(node.server ?? {}, { isDesynced: false });
      }
      if (node.isWalled) {
        this.#docker.wall(node, false);
      }
    }
  }

  /**
   * Runs it all; in the end everything that was only cut off or down is brought back by one more start.
   *
   * @throws Violation
   */
  async run(): Promise<void> {
    let atMs = 0;
    for (const event of this.schedule.events) {
      atMs += event.afterMs;
      this.#time.wake(atMs, () => this.#happen(event));
    }
    this.#time.at(atMs, () => this.#relieve());
    let last: { readonly error: GaleraError | undefined } | undefined;
    this.#time.wake(atMs + calmMs, () => {
      this.#say(() => 'the last start');
      const call = { kind: 'call', what: 'start', index: 0, cutAfterMs: undefined, isKilled: false } as const;
      this.#track(
        this.#manage(call, noTrouble).then((error) => {
          last = { error };
        }),
      );
    });
    try {
      await this.#time.run(
        () => last !== undefined || (this.#docker.violation ?? this.#violation) !== undefined,
        atMs + 2 * mostOperationMs,
      );
    } catch (error) {
      this.#violation ??= error instanceof Error ? error : toGaleraError(error);
    }
    this.#violation = this.#docker.violation ?? this.#violation;
    if (this.#violation !== undefined) {
      throw this.#violation;
    }
    if (last === undefined) {
      throw new Violation('the last start never ended');
    }
    // A step of somebody's whose lock was lost may have come late.
    if (this.#docker.watch.since(this.#beganMs).length === 0) {
      judgeEnd(last.error, this.#members, this.#docker);
    }
  }
}
