import { allDone } from '../async/allDone';
import { lastLogLines } from '../docker/containerLogs';
import { LogBell } from '../docker/logBell';
import type { Access } from '../docker/access';
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
    private readonly access: Access,
    private readonly site: Site,
    private readonly signal: AbortSignal,
  ) {}

  async observe(): Promise<World> {
    const world = await observe(this.access, this.site, this.signal);
    for (const { container } of world.nodes) {
      if (container?.isRunning === true) {
        this.#bell.follow(this.access.docker.getContainer(container.id), container.run);
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
    const { access, site, signal } = this;
    switch (step.do) {
      case 'makeNetworks':
        return makeNetworks(access, site);
      case 'prepareImage':
        return prepareImage(access, site);
      case 'makeVolume':
        return makeVolume(access, site, step.node);
      case 'makeContainer':
        return makeContainer(access, site, step.node);
      case 'equip':
        return equip(access, site, step.nodes, signal);
      case 'measure':
        return measure(access, site, step.nodes, signal);
      case 'boot':
        return boot(access, site, step.node);
      case 'stop':
        return stop(access, site, step.node, step.patienceSeconds);
      case 'withdraw':
        return withdraw(access, site, step.node);
      case 'tellToLeave':
        return tellToLeave(access, site, step.node);
      case 'unfreeze':
        return unfreeze(access, site, step.node);
      case 'freeze':
        return freeze(access, site, step.node);
      case 'isolate':
        return isolate(access, site, step.node);
      case 'reconnect':
        return reconnect(access, site, step.node);
      case 'kill':
        return kill(access, site, step.node);
      case 'handToken':
        return handToken(access, site, step, signal);
      case 'admit':
        return admit(access, site, step, signal);
      case 'reform':
        return reform(access, site, step.node, signal);
      case 'giveUp':
        return markGivenUp(access, site, step.node, `for the data of ${step.forNode}\n`);
      case 'takeUp':
        return markGivenUp(access, site, step.node, '');
      case 'remove':
        return remove(access, site, step.node);
    }
  }

  /** The cause that a donor's log gives for a failed transfer, whichever member it was. */
  private async transferFailure(): Promise<string[]> {
    const members = await findMembers(this.access, this.site.cluster);
    const monitorPassword = (await rememberedCredentials(this.access, members))?.monitorPassword;
    const logs = await Promise.all(
      members.map(({ containerName }) =>
        nodeLog({ container: this.access.docker.getContainer(containerName), monitorPassword }, donorLogLines).catch(
          () => [],
        ),
      ),
    );
    return logs.flatMap(sstFailureCause);
  }

  async explain({ node, what, isTransfer, reason }: Ended): Promise<GaleraError> {
    const causes = isTransfer ? await this.transferFailure() : [];
    return nodeFailure(this.site.container(this.access, node), node, what, causes, reason ?? causes.at(-1));
  }

  async lastWords(nodes: readonly string[]): Promise<string[]> {
    return (
      await allDone(
        nodes.map((node) => lastLogLines(this.site.container(this.access, node), lastLines).catch(() => [])),
      )
    ).flat();
  }
}
