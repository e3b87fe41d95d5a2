import { allDone } from '../async/allDone';
import { lastLogLines } from '../docker/containerLogs';
import { LogBell } from '../docker/logBell';
import type { Engine } from '../docker/engine';
import type { GaleraError } from '../vocabulary/errors';
import { findMembers } from '../members/members';
import { nodeFailure } from '../node/nodeFailure';
import { nodeLog } from '../node/nodeLog';
import { rememberedCredentials } from '../members/rememberedCredentials';
import { sstFailureCause } from '../../sst/sstLog';
import { equip, makeContainer, makeNetworks, makeVolume, prepareImage } from './act/makeMembers';
import { measure } from './act/measure';
import { boot, freeze, isolate, kill, reconnect, stop, tellToLeave, unfreeze, withdraw } from './act/moveNodes';
import { admit, handToken, markGivenUp, reform } from './act/orders';
import { remove } from './act/remove';
import type { Site } from './act/site';
import type { Hands } from './hands';
import type { Ended } from './move';
import { observe } from './observe';
import type { Step } from './step';
import type { World } from './world';

/** A failed transfer is followed by the lines of the configuration changes it causes. */
const donorLogLines = 1_000;
const lastLines = 20;

/** What nodes' scripts say: how far a boot is, what a server has told, how far a transfer is. */
const news = /galera-(boot|notify|sst): /;

/** Hands on a cluster in Docker. */
export class DockerHands implements Hands {
  readonly #bell = new LogBell(news);

  constructor(
    private readonly engine: Engine,
    private readonly site: Site,
    private readonly signal: AbortSignal,
  ) {}

  async observe(): Promise<World> {
    const world = await observe(this.engine, this.site, this.signal);
    for (const { container } of world.nodes) {
      if (container?.isRunning === true) {
        this.#bell.follow(this.engine.docker.getContainer(container.id), container.run);
      }
    }
    return world;
  }

  untilNews(ms: number, signal: AbortSignal): Promise<void> {
    return this.#bell.wait(ms, signal);
  }

  /** Lets go of what it listens to; has to be called once nobody works with it any more. */
  end(): void {
    this.#bell.end();
  }

  async act(step: Step): Promise<void> {
    const { engine, site, signal } = this;
    switch (step.do) {
      case 'makeNetworks':
        return makeNetworks(engine, site);
      case 'prepareImage':
        return prepareImage(engine, site);
      case 'makeVolume':
        return makeVolume(engine, site, step.node);
      case 'makeContainer':
        return makeContainer(engine, site, step.node);
      case 'equip':
        return equip(engine, site, step.nodes);
      case 'measure':
        return measure(engine, site, step.nodes);
      case 'boot':
        return boot(engine, site, step.node);
      case 'stop':
        return stop(engine, site, step.node, step.patienceSeconds);
      case 'withdraw':
        return withdraw(engine, site, step.node);
      case 'tellToLeave':
        return tellToLeave(engine, site, step.node);
      case 'unfreeze':
        return unfreeze(engine, site, step.node);
      case 'freeze':
        return freeze(engine, site, step.node);
      case 'isolate':
        return isolate(engine, site, step.node);
      case 'reconnect':
        return reconnect(engine, site, step.node);
      case 'kill':
        return kill(engine, site, step.node);
      case 'handToken':
        return handToken(engine, site, step, signal);
      case 'admit':
        return admit(engine, site, step, signal);
      case 'reform':
        return reform(engine, site, step.node, signal);
      case 'giveUp':
        return markGivenUp(engine, site, step.node, `for the data of ${step.forNode}\n`);
      case 'takeUp':
        return markGivenUp(engine, site, step.node, '');
      case 'remove':
        return remove(engine, site, step.node);
    }
  }

  /** The cause that a donor's log gives for a failed transfer, whichever member it was. */
  private async transferFailure(): Promise<string[]> {
    const members = await findMembers(this.engine, this.site.cluster);
    const monitorPassword = (await rememberedCredentials(this.engine, members))?.monitorPassword;
    const logs = await Promise.all(
      members.map(({ containerName }) =>
        nodeLog({ container: this.engine.docker.getContainer(containerName), monitorPassword }, donorLogLines).catch(
          () => [],
        ),
      ),
    );
    return logs.flatMap(sstFailureCause);
  }

  async explain({ node, what, isTransfer, reason }: Ended): Promise<GaleraError> {
    const causes = isTransfer ? await this.transferFailure() : [];
    return nodeFailure(this.site.container(this.engine, node), node, what, causes, reason ?? causes.at(-1));
  }

  async lastWords(nodes: readonly string[]): Promise<string[]> {
    return (
      await allDone(
        nodes.map((node) => lastLogLines(this.site.container(this.engine, node), lastLines).catch(() => [])),
      )
    ).flat();
  }
}
