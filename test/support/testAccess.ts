import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { createAccess, type Access, type OperationOptions } from '../../src/cluster/docker/access';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import { labelFilter } from '../../src/cluster/vocabulary/labels';
import type { Logger } from '../../src/cluster/vocabulary/logger';
import { removeCluster } from '../../src/cluster/operations/removeCluster';

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Never aborted. */
export const untilDone = new AbortController().signal;

/** The name under which this process's tests make their clusters. */
export const testScope = process.env['GALERA_TEST'] ?? 'by-hand';

/** A cluster's name that no other run on the same Docker has. */
export function testName(what: string): string {
  return `it-${what}-${createHash('sha256').update(testScope).digest('hex').slice(0, 4)}`;
}

/** The engine on the real Docker, marking what it makes as these tests'. */
export async function testAccess(log: Logger = silent): Promise<Access> {
  const { docker } = await connectDocker({ signal: untilDone });
  return testAccessOn(docker, log);
}

/** As {@link testAccess}, on a connection that is there. */
export function testAccessOn(docker: Docker, log: Logger = silent): Access {
  return createAccess(docker, log, { GALERA_TEST: testScope });
}

/** An engine, and what its log has been told. */
export async function tellingAccess(): Promise<{ access: Access; told: string[] }> {
  const told: string[] = [];
  const add = (line: string): void => void told.push(line);
  return { access: await testAccess({ debug: () => undefined, info: add, warn: add, error: add }), told };
}

export const quietly: OperationOptions = { signal: untilDone, holder: 'a test', onProgress: () => undefined };

/** Removes a test's cluster, if it is there. */
export async function dropCluster(access: Access, name: string): Promise<void> {
  try {
    await removeCluster(access, name, quietly);
  } catch (error) {
    if (!GaleraError.is(error, 'clusterUnknown')) {
      throw error;
    }
  }
}

/** Names of every container, volume and network that has a cluster's labels, sorted: Docker lists them as it likes. */
export async function resourcesOf(access: Access, cluster: string): Promise<string[]> {
  const filters = labelFilter(access.scope, cluster);
  const [containers, { Volumes: volumes }, networks] = await Promise.all([
    access.docker.listContainers({ all: true, filters }),
    access.docker.listVolumes({ filters }),
    access.docker.listNetworks({ filters }),
  ]);
  return [
    ...containers.map((container) => `container ${container.Names[0] ?? ''}`),
    ...volumes.map((volume) => `volume ${volume.Name}`),
    ...networks.map((network) => `network ${network.Name}`),
  ].sort();
}

/** A node's container, by name. */
export function nodeContainer(
  access: Access,
  cluster: string,
  node: string,
): ReturnType<Access['docker']['getContainer']> {
  return access.docker.getContainer(`galera-${cluster}-${node}`);
}
