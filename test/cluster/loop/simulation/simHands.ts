import { GaleraError } from '../../../../src/cluster/vocabulary/errors';
import type { Hands } from '../../../../src/cluster/loop/hands';
import type { Ended } from '../../../../src/cluster/loop/move';
import type { Step } from '../../../../src/cluster/loop/step';
import type { Sight, World } from '../../../../src/cluster/loop/world';
import type { Journal } from '../../../../src/cluster/node/journal';
import { zeroUuid } from '../../../../src/cluster/guard/position';
import { nodeState } from '../../../../src/cluster/members/nodeState';
import type { SqlAnswer } from '../../../../src/cluster/sql/readWsrepStatus';
import { nodeView, stateUuid, wsrepStatus } from '../../views';
import { positionOf } from './simData';
import type { SimDocker } from './simDocker';
import type { SimNode } from './simNode';

const localStates = { opening: 0, looking: 0, joiner: 1, donor: 2, synced: 4 } as const;
const comments = { opening: '', looking: 'Initialized', joiner: 'Joining', donor: 'Donor/Desynced', synced: 'Synced' } as const;

function sqlOf({ server, volume }: SimNode, docker: SimDocker): SqlAnswer {
  if (server === undefined || server.stage === 'opening') {
    return { kind: 'closed', reason: 'refused' };
  }
  if (server.stage === 'looking') {
    return { kind: 'silent', reason: 'no answer' };
  }
  const { belief, stage, isDesynced } = server;
  const status = wsrepStatus({
    clusterStatus: belief.isPrimary ? 'Primary' : 'non-Primary',
    clusterSize: belief.members.length,
    clusterConfId: belief.confId,
    incomingAddresses: belief.members.map((name) => `${docker.node(name).address}:3306`),
    localState: isDesynced ? 2 : localStates[stage],
    localStateComment: comments[stage],
    lastCommitted: volume?.disk.innodb ?? -1,
    localStateUuid: (volume?.disk.innodb ?? -1) >= 0 ? stateUuid : zeroUuid,
  });
  return { kind: 'status', status };
}

function journalOf({ process, volume }: SimNode): Journal | undefined {
  if (process === undefined || volume === undefined) {
    return undefined;
  }
  const { boot, phase, turn, step, hasConnected, hasSynced, told } = process;
  const found = process.found ?? positionOf(volume);
  const report =
    phase === 'preparing'
      ? undefined
      : {
          boot,
          phase,
          turn,
          step,
          lastView: volume.view,
          position: {
            origin: found.origin,
            uuid: found.seqno >= 0 ? stateUuid : zeroUuid,
            seqno: found.seqno,
            safeToBootstrap: volume.disk.grastate === 'stopped' && volume.leftLast,
          },
        };
  return { boot, report, connected: hasConnected, synced: hasSynced, told, servedWith: hasSynced ? volume.view : undefined, hasHole: false };
}

/** What is to be seen of a node at this moment. */
export function sightOf(node: SimNode, docker: SimDocker): Sight {
  const { name, container, process, address, volume } = node;
  const isRunning = process !== undefined;
  const isPaused = container?.isPaused === true;
  const sql = isRunning && !isPaused ? sqlOf(node, docker) : null;
  const facts = {
    status: container === undefined ? ('absent' as const) : isPaused ? ('paused' as const) : isRunning ? ('running' as const) : container.run === 0 ? ('created' as const) : ('exited' as const),
    exitCode: container?.exitCode ?? 0,
    outOfMemory: false,
    onReplicationNetwork: container?.isConnected === true,
  };
  const state = nodeState({ container: facts, sql, served: process?.hasSynced === true, told: node.server?.stage === 'donor' ? 'donor' : process?.told });
  return {
    node: name,
    address,
    container:
      container === undefined
        ? undefined
        : { id: container.id, run: `${container.id} ${String(container.run)}`, isRunning, isPaused, onReplicationNetwork: container.isConnected, isFit: true },
    journal: journalOf(node),
    sql,
    view: nodeView(name, state, sql?.kind === 'status' ? sql.status : null),
    transferFacts: isRunning ? { node: name, image: 'mariadb:11.8', version: '11.8.6-MariaDB', dataBytes: 1, freeBytes: 2 } : undefined,
    isGivenUp: volume?.isGivenUp === true,
    hasFounded: container?.wasPrimary === true,
  };
}

/** How unreliable Docker is. */
export interface Trouble {
  /** Of a step to fail, or to fail once it is done. */
  readonly failing: number;
  readonly slowestMs: number;
}

/** A manager's hands on a simulated cluster, for as long as it lives. */
export class SimHands implements Hands {
  readonly made: { what: 'volume' | 'container'; node: string }[] = [];
  readonly #equipped = new Set<string>();

  constructor(
    private readonly docker: SimDocker,
    private readonly trouble: Trouble,
    private readonly isAlive: () => boolean,
    private readonly tell: (line: string) => void,
  ) {}

  /** What a manager that was killed had begun never ends for it. */
  private async passing(ms: number): Promise<void> {
    await this.docker.time.pause(ms);
    if (!this.isAlive()) {
      await new Promise(() => undefined);
    }
  }

  async observe(): Promise<World> {
    const { nodes, time, chance } = this.docker;
    const early = chance.between(0, nodes.length);
    const seen = new Map<string, Sight>();
    const look = (from: number, to: number): void => {
      for (const node of nodes.slice(from, to)) {
        if (node.volume !== undefined) {
          seen.set(node.name, sightOf(node, this.docker));
        }
      }
    };
    // Not all at the same moment.
    look(0, early);
    await this.passing(chance.between(5, 60));
    look(early, nodes.length);
    return { nowMs: time.nowMs(), nodes: [...seen.values()] };
  }

  async act(step: Step): Promise<void> {
    const { chance } = this.docker;
    this.tell(JSON.stringify(step));
    await this.passing(chance.between(5, this.trouble.slowestMs));
    const fails = chance.happens(this.trouble.failing);
    if (fails && chance.happens(0.5)) {
      throw new GaleraError('dockerFailed', `Docker failed at ${step.do}.`);
    }
    await this.perform(step);
    await this.passing(chance.between(1, 10));
    if (fails) {
      throw new GaleraError('dockerFailed', `Docker failed after ${step.do}.`);
    }
  }

  private async perform(step: Step): Promise<void> {
    const { docker } = this;
    switch (step.do) {
      case 'makeNetworks':
      case 'prepareImage':
      case 'measure':
        return;
      case 'equip':
        step.nodes.forEach((node) => this.#equipped.add(docker.node(node).container?.id ?? ''));
        return;
      case 'makeVolume':
        if (docker.node(step.node).volume === undefined) {
          this.made.push({ what: 'volume', node: step.node });
        }
        docker.node(step.node).ensureVolume();
        return;
      case 'makeContainer':
        if (docker.node(step.node).container === undefined) {
          this.made.push({ what: 'container', node: step.node });
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
      case 'handToken':
        docker.handToken(step.node, step.boot, step.turn);
        return;
      case 'admit':
        docker.admit(step.node, step.boot, step.turn, step.hosts);
        return;
      case 'giveUp':
        docker.giveUp(step.node, true);
        return;
      case 'takeUp':
        docker.giveUp(step.node, false);
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
      case 'remove':
        docker[step.do](step.node);
        return;
    }
  }

  /** Something is told at once, or nothing is. */
  async untilNews(ms: number, signal: AbortSignal): Promise<void> {
    const { time, chance } = this.docker;
    await time.pause(chance.happens(0.5) ? ms : chance.between(1, ms), signal);
  }

  explain({ node, what }: Ended): Promise<GaleraError> {
    return Promise.resolve(new GaleraError('nodeFailed', `${node} ${what}.`));
  }

  lastWords(): Promise<string[]> {
    return Promise.resolve([]);
  }

  /**
   * What was made for this operation goes.
   *
   * @param isAll a cluster that the operation made itself just goes, whatever was written to it meanwhile.
   */
  async unmake(isAll: boolean): Promise<void> {
    await this.passing(10);
    for (const { what, node } of this.made.reverse()) {
      if (what === 'volume') {
        this.docker.remove(node, isAll);
      } else {
        this.docker.kill(node);
        this.docker.node(node).container = undefined;
      }
    }
  }
}
