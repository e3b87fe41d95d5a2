import { dockerFailure, dockerStatus, isPortTaken } from '../../docker/dockerErrors';
import { findFreePort } from '../../docker/freePort';
import { stopContainer } from '../../docker/stopContainer';
import type { Engine } from '../../docker/engine';
import { publishedPort } from '../../members/members';
import { replicationNetworkName } from '../../vocabulary/names';
import { previousEndOf, readScripts } from '../../node/journal';
import { createNodeContainer, installNodeFiles, rejoinReplicationNetwork } from '../../node/nodeContainer';
import { rememberedCredentials } from '../../members/rememberedCredentials';
import { reservedPorts } from '../../members/reservedPorts';
import { sqlAddress } from '../../sql/sqlAddress';
import { endKeptConnection } from '../../sql/keptConnections';
import type { Site } from './site';

const portTries = 5;
/** A joiner that is told to end would wait for its group for longer than that. */
const withdrawSeconds = 2;

/** Does something that may be done already: 304 and 409 of Docker say so. */
async function doing(what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (![304, 409].includes(dockerStatus(error) ?? 0)) {
      throw dockerFailure(error, what);
    }
  }
}

/** Starts a node's container; one whose port someone else took meanwhile is made again with another port. */
export async function boot(engine: Engine, site: Site, node: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const container = site.container(engine, node);
    try {
      await container.start();
      site.started.add((await container.inspect()).Id);
      return;
    } catch (error) {
      if (!isPortTaken(error) || attempt >= portTries) {
        throw dockerFailure(error, `Starting ${node}`);
      }
      await moveToFreePort(engine, site, node);
    }
  }
}

async function moveToFreePort(engine: Engine, site: Site, node: string): Promise<void> {
  const { hostPort: taken } = await site.spec(engine, node);
  const hostPort = await findFreePort(await reservedPorts(engine));
  engine.log.warn(
    `Port ${String(taken)} of ${node} is in use by another program; ${node} moves to ${String(hostPort)}`,
  );
  const moved = await site.movePort(engine, node, hostPort);
  await site.container(engine, node).remove({ force: true, v: true });
  const container = await createNodeContainer(engine, moved);
  await installNodeFiles(container, moved, await site.credentials(engine), await site.memberList(engine), site.seed);
}

/** Lets go of a node's server, which waits for whoever is connected when it leaves. */
async function disconnect(engine: Engine, site: Site, node: string): Promise<void> {
  const member = site.known.find((each) => each.node === node);
  const hostPort = member === undefined ? undefined : publishedPort(member);
  const credentials = await rememberedCredentials(engine, site.known);
  if (hostPort !== undefined && credentials !== undefined) {
    await endKeptConnection(sqlAddress(credentials, 'monitor', hostPort));
  }
}

export async function stop(
  engine: Engine,
  site: Site,
  node: string,
  patienceSeconds: number | undefined,
): Promise<void> {
  await disconnect(engine, site, node);
  await doing(`Stopping ${node}`, () => stopContainer(site.container(engine, node), patienceSeconds));
}

export async function kill(engine: Engine, site: Site, node: string): Promise<void> {
  await doing(`Killing ${node}`, () => site.container(engine, node).kill());
}

export async function freeze(engine: Engine, site: Site, node: string): Promise<void> {
  await doing(`Freezing ${node}`, () => site.container(engine, node).pause());
}

export async function unfreeze(engine: Engine, site: Site, node: string): Promise<void> {
  await doing(`Unfreezing ${node}`, () => site.container(engine, node).unpause());
}

export async function isolate(engine: Engine, site: Site, node: string): Promise<void> {
  const network = engine.docker.getNetwork(replicationNetworkName(site.cluster));
  await doing(`Isolating ${node}`, async () =>
    network.disconnect({ Container: (await site.container(engine, node).inspect()).Id }),
  );
}

export async function reconnect(engine: Engine, site: Site, node: string): Promise<void> {
  const at = { cluster: site.cluster, node, subnet: await site.subnet(engine) };
  await doing(`Reconnecting ${node}`, () => rejoinReplicationNetwork(engine, site.container(engine, node), at));
}

/** Ends the server that looks for a group which is no more; looks once more whether it still does. */
export async function withdraw(engine: Engine, site: Site, node: string): Promise<void> {
  await doing(`Ending the server of ${node}`, async () => {
    const container = site.container(engine, node);
    const { State: state, Id: id } = await container.inspect();
    const { monitorPassword } = await site.credentials(engine);
    const of = { container, previousEnd: previousEndOf(state), monitorPassword, isNew: site.started.has(id) };
    const journal = state.Running && !state.Paused ? await readScripts(of) : undefined;
    if (journal?.report?.phase === 'joining' && !journal.synced) {
      // In good order where it can: the others would wait for a lost one.
      await stopContainer(container, withdrawSeconds);
    }
  });
}

export async function tellToLeave(engine: Engine, site: Site, node: string): Promise<void> {
  await disconnect(engine, site, node);
  await doing(`Stopping ${node}`, () => site.container(engine, node).kill({ signal: 'SIGTERM' }));
}
