import { GaleraError } from '../../../../src/cluster/vocabulary/errors';
import type { Goal } from '../../../../src/cluster/loop/goal';
import type { Hands } from '../../../../src/cluster/loop/hands';
import type { Ended } from '../../../../src/cluster/loop/move';
import type { Step } from '../../../../src/cluster/loop/step';
import type { Sight, World } from '../../../../src/cluster/loop/world';
import { Violation } from './simData';
import type { SimDocker } from './simDocker';
import type { SimLock, SimManager } from './simManager';
import { isSilent, type Order } from './simNode';
import { sightOf } from './simSight';

/** A server that doesn't answer is waited for. */
const answerTimeoutMs = 2_000;

/** How unreliable Docker is. */
export interface Trouble {
  /** Of a step to fail, or to fail once it is done. */
  readonly failing: number;
  readonly slowestMs: number;
}

export const noTrouble: Trouble = { failing: 0, slowestMs: 50 };

/** A manager's hands on a simulated cluster, for as long as it lives. */
export class SimHands implements Hands {
  readonly #made: { readonly what: 'volume' | 'container'; readonly node: string }[] = [];
  /** Whether two components that serve apart could be seen by the last look. */
  #seesApart = false;

  constructor(
    private readonly docker: SimDocker,
    private readonly manager: SimManager,
    private readonly trouble: Trouble,
    private readonly goal: Goal,
    private readonly lock: SimLock,
  ) {}

  async observe(): Promise<World> {
    const { nodes, time, chance } = this.docker;
    const early = chance.between(0, nodes.length);
    const seen: Sight[] = [];
    const look = (from: number, to: number): void => {
      for (const node of nodes.slice(from, to)) {
        if (node.volume !== undefined) {
          seen.push(sightOf(node, this.docker));
        }
      }
    };
    const wasApart = this.#isApart();
    // Not all at the same moment.
    look(0, early);
    await this.manager.passing(chance.between(5, 60));
    look(early, nodes.length);
    if (seen.some(({ sql }) => sql?.kind === 'silent')) {
      await this.manager.passing(answerTimeoutMs);
    }
    this.#seesApart = wasApart && this.#isApart();
    return { nowMs: time.nowMs(), nodes: seen };
  }

  /** Of each of two components somebody answers who knows of all that happens to it. */
  #isApart(): boolean {
    const { docker } = this;
    const knows = (name: string): boolean => {
      const { live, container } = docker.node(name);
      return live?.stage === 'synced' && !isSilent(live) && !live.isDesynced && container?.isConnected === true;
    };
    return docker.history.isForked && docker.allServing().filter(({ members }) => members.some(knows)).length > 1;
  }

  async act(step: Step): Promise<void> {
    const { chance } = this.docker;
    this.manager.tell(() => JSON.stringify(step));
    this.assertNotApart(step);
    if (this.manager.isWithoutLock) {
      throw new Violation(`${JSON.stringify(step)} though the lock is somebody else's`);
    }
    const takesMs = chance.between(5, this.trouble.slowestMs);
    // What Docker has been told by then it does, whatever becomes of the one who told it.
    await (chance.happens(0.5) ? this.docker.time.pause(takesMs) : this.manager.passing(takesMs));
    const fails = chance.happens(this.trouble.failing);
    if (fails && chance.happens(0.5)) {
      throw new GaleraError('dockerFailed', `Docker failed at ${step.do}.`);
    }
    this.note(step);
    await this.perform(step).catch((error: unknown) => this.#fail(error));
    await this.manager.passing(chance.between(1, 10));
    if (fails) {
      throw new GaleraError('dockerFailed', `Docker failed after ${step.do}.`);
    }
  }

  /** What must not be is told whatever the loop makes of a step that fails: what takes back logs it, and goes on. */
  #fail(error: unknown): never {
    if (error instanceof Violation) {
      this.docker.violation ??= error;
    }
    throw error;
  }

  #handToken(node: string, order: Order): void {
    const { docker } = this;
    const againMs = docker.nextTokenComesAgainMs;
    docker.nextTokenComesAgainMs = undefined;
    docker.order(node, order);
    // A script that counts no turns has a file, which is gone once it was read.
    if (againMs !== undefined && !docker.makesOld) {
      docker.time.at(againMs, () => docker.order(node, order));
    }
  }

  /** What the user wants to go is no longer there for the others. */
  private note(step: Step): void {
    const { kind } = this.goal;
    if ('node' in step && (kind === 'leave' || kind === 'inflict')) {
      this.docker.watch.note(`${kind} ${step.do}`, step.node);
    }
    if (this.lock.holder !== this.manager) {
      // It was begun before.
      this.docker.watch.note(`late ${step.do}`, undefined);
    }
    if (step.do === 'unfreeze' || step.do === 'reconnect') {
      this.docker.watch.stir();
    }
    if (step.do === 'boot') {
      this.manager.booted.add(step.node);
    }
  }

  /** While two components are seen to serve apart, nobody knows which of them a node should join. */
  private assertNotApart(step: Step): void {
    const isOrder = step.do === 'admit' || step.do === 'handToken' || step.do === 'reform';
    if (!isOrder || !this.#seesApart) {
      return;
    }
    const apart = this.docker.allServing().map(({ members }) => members.join('+'));
    throw new Violation(`${step.do} ${step.node} while ${apart.join(' and ')} serve apart`);
  }

  private async perform(step: Step): Promise<void> {
    const { docker } = this;
    switch (step.do) {
      case 'makeNetworks':
      case 'prepareImage':
      case 'measure':
      case 'equip':
        return;
      case 'makeVolume':
        if (docker.node(step.node).volume === undefined) {
          this.#made.push({ what: 'volume', node: step.node });
        }
        docker.node(step.node).ensureVolume();
        return;
      case 'makeContainer':
        if (docker.node(step.node).container === undefined) {
          this.#made.push({ what: 'container', node: step.node });
        }
        docker.makeContainer(step.node);
        return;
      case 'boot':
        docker.boot(step.node);
        return;
      case 'stop':
        await docker.stop(step.node, step.patienceSeconds ?? 60);
        return;
      case 'withdraw': {
        const { process } = docker.node(step.node);
        if (process?.phase === 'joining' && !process.hasSynced) {
          await docker.stop(step.node, 2);
        }
        return;
      }
      case 'handToken': {
        const isForced = this.goal.kind === 'serve' && this.goal.dataOf === step.node;
        this.#handToken(step.node, { ...step, do: 'found', hosts: [], isForced });
        return;
      }
      case 'admit':
        docker.order(step.node, { ...step, do: 'join', isForced: false });
        return;
      case 'giveUp':
        docker.giveUp(step.node, this.goal.kind === 'serve' ? this.goal.dataOf : undefined);
        return;
      case 'reform':
        docker.reform(step.node);
        await docker.time.pause(docker.chance.between(100, 1_500));
        return;
      case 'unfreeze':
      case 'freeze':
      case 'isolate':
      case 'reconnect':
      case 'kill':
      case 'tellToLeave':
      case 'takeUp':
        docker[step.do](step.node);
        return;
      case 'remove':
        // Docker refuses where it runs.
        if (docker.node(step.node).process === undefined) {
          docker.remove(step.node);
        }
        return;
    }
  }

  /** Something is told at once, or nothing is. */
  async untilNews(ms: number, signal: AbortSignal): Promise<void> {
    const { chance } = this.docker;
    await this.manager.passing(chance.happens(0.5) ? ms : chance.between(1, ms), signal);
  }

  explain({ node, what }: Ended): Promise<GaleraError> {
    return Promise.resolve(new GaleraError('nodeFailed', `${node} ${what}.`));
  }

  lastWords(): Promise<string[]> {
    return Promise.resolve([]);
  }

  /**
   * What was made for this operation goes; what runs all the same runs on.
   *
   * @param before the members that were there; undefined where the operation made the cluster itself, which just goes.
   */
  async unmake(before: readonly string[] | undefined): Promise<void> {
    await this.manager.passing(10);
    const isAll = before === undefined;
    const runs = (name: string): boolean => this.docker.node(name).process !== undefined;
    for (const { what, node } of this.#made.reverse().filter((made) => isAll || !runs(made.node))) {
      if (what === 'volume') {
        this.docker.remove(node, isAll);
      } else {
        this.docker.removeContainer(node);
      }
    }
  }
}
