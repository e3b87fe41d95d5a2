import { dockerFailure, dockerStatus, isPortTaken } from '../../docker/dockerErrors';
import { findFreePort } from '../../docker/freePort';
import { forgetStaleEndpoints, isEndpointTaken } from '../../docker/staleEndpoints';
import { stopContainer } from '../../docker/stopContainer';
import type { Access } from '../../docker/access';
import { publishedPort } from '../../members/members';
import { clientNetworkName, replicationNetworkName } from '../../vocabulary/names';
import { previousEndOf, readScripts } from '../../node/journal';
import {
  createNodeContainer,
  installNodeFiles,
  type NodeSpec,
  rejoinReplicationNetwork,
} from '../../node/nodeContainer';
import { rememberedCredentials } from '../../members/rememberedCredentials';
import { reservedPorts } from '../../members/reservedPorts';
import { sqlAddress } from '../../sql/sqlAddress';
import { endKeptConnection } from '../../sql/keptConnections';
import type { Site } from './site';

const makeTries = 5;
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

/**
 * Starts a node's container. One whose port someone else took meanwhile is made again with another port, and one that
 * Docker takes to be in a network already as it is.
 */
export async function boot(access: Access, site: Site, node: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const container = site.container(access, node);
    try {
      await container.start();
      site.started.add((await container.inspect()).Id);
      return;
    } catch (error) {
      if (isPortTaken(error) && attempt < makeTries) {
        await makeAgain(access, site, await onFreePort(access, site, node));
      } else if (isEndpointTaken(error) && attempt < makeTries) {
        await makeAgain(access, site, await site.spec(access, node));
      } else {
        throw dockerFailure(error, `Starting ${node}`);
      }
    }
  }
}

async function onFreePort(access: Access, site: Site, node: string): Promise<NodeSpec> {
  const { hostPort: taken } = await site.spec(access, node);
  const hostPort = await findFreePort(await reservedPorts(access));
  access.log.warn(
    `Port ${String(taken)} of ${node} is in use by another program; ${node} moves to ${String(hostPort)}`,
  );
  return site.movePort(access, node, hostPort);
}

async function makeAgain(access: Access, site: Site, spec: NodeSpec): Promise<void> {
  const { cluster, node } = spec;
  await site.container(access, node).remove({ force: true, v: true });
  for (const network of [clientNetworkName(cluster), replicationNetworkName(cluster)]) {
    await forgetStaleEndpoints(access, access.docker.getNetwork(network));
  }
  const container = await createNodeContainer(access, spec);
  await installNodeFiles(container, spec, await site.credentials(access), await site.memberList(access), site.seed);
}

/** Lets go of a node's server, which waits for whoever is connected when it leaves. */
async function disconnect(access: Access, site: Site, node: string): Promise<void> {
  const member = site.known.find((each) => each.node === node);
  const hostPort = member === undefined ? undefined : publishedPort(member);
  const credentials = await rememberedCredentials(access, site.known);
  if (hostPort !== undefined && credentials !== undefined) {
    await endKeptConnection(sqlAddress(credentials, 'monitor', hostPort));
  }
}

export async function stop(
  access: Access,
  site: Site,
  node: string,
  patienceSeconds: number | undefined,
): Promise<void> {
  await disconnect(access, site, node);
  await doing(`Stopping ${node}`, () => stopContainer(site.container(access, node), patienceSeconds));
}

export async function kill(access: Access, site: Site, node: string): Promise<void> {
  await doing(`Killing ${node}`, () => site.container(access, node).kill());
}

export async function freeze(access: Access, site: Site, node: string): Promise<void> {
  await doing(`Freezing ${node}`, () => site.container(access, node).pause());
}

export async function unfreeze(access: Access, site: Site, node: string): Promise<void> {
  await doing(`Unfreezing ${node}`, () => site.container(access, node).unpause());
}

export async function isolate(access: Access, site: Site, node: string): Promise<void> {
  const network = access.docker.getNetwork(replicationNetworkName(site.cluster));
  await doing(`Isolating ${node}`, async () =>
    network.disconnect({ Container: (await site.container(access, node).inspect()).Id }),
  );
}

export async function reconnect(access: Access, site: Site, node: string): Promise<void> {
  const at = { cluster: site.cluster, node, subnet: await site.subnet(access) };
  await doing(`Reconnecting ${node}`, () => rejoinReplicationNetwork(access, site.container(access, node), at));
}

/** Ends the server that looks for a group which is no more; looks once more whether it still does. */
export async function withdraw(access: Access, site: Site, node: string): Promise<void> {
  await doing(`Ending the server of ${node}`, async () => {
    const container = site.container(access, node);
    const { State: state, Id: id } = await container.inspect();
    const { monitorPassword } = await site.credentials(access);
    const of = { container, previousEnd: previousEndOf(state), monitorPassword, isNew: site.started.has(id) };
    const journal = state.Running && !state.Paused ? await readScripts(of) : undefined;
    if (journal?.report?.phase === 'joining' && !journal.synced) {
      // In good order where it can: the others would wait for a lost one.
      await stopContainer(container, withdrawSeconds);
    }
  });
}

export async function tellToLeave(access: Access, site: Site, node: string): Promise<void> {
  await disconnect(access, site, node);
  await doing(`Stopping ${node}`, () => site.container(access, node).kill({ signal: 'SIGTERM' }));
}
