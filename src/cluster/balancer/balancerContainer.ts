import type Docker from 'dockerode';
import type { Access } from '../docker/access';
import { putFiles } from '../docker/containerFiles';
import { createNamed } from '../docker/createNamed';
import { dockerFailure, ifThere } from '../docker/dockerErrors';
import { balancerAddress } from '../docker/subnets';
import { type Balancer, balancerPorts } from '../members/balancers';
import { labels, resourceLabels } from '../vocabulary/labels';
import { balancerAlias, balancerContainerName, clientNetworkName, replicationNetworkName } from '../vocabulary/names';
import { balancerPaths } from './balancerPaths';
import { haproxyConfig } from './haproxyConfig';
import writerScript from './writer.lua';

/** What a balancer's container is made from. */
export interface BalancerSpec {
  readonly cluster: string;
  readonly image: string;
  /** Of the replication network, in CIDR form. */
  readonly subnet: string;
  /** On 127.0.0.1. */
  readonly write: number;
  readonly read: number;
}

/** Whom HAProxy runs as: it binds no port that is root's, and writes nothing. */
const nobody = '65534:65534';

/**
 * Makes a balancer's container on both of its cluster's networks, not yet started and without files. No restart policy:
 * Docker would undo the user's kill.
 *
 * @throws GaleraError `nameTaken`, `dockerFailed`
 */
export async function createBalancer(access: Access, spec: BalancerSpec): Promise<Docker.Container> {
  const { cluster, image, subnet } = spec;
  const name = balancerContainerName(cluster);
  const clients = clientNetworkName(cluster);
  const published = (port: number): Docker.PortBinding[] => [{ HostIp: '127.0.0.1', HostPort: String(port) }];
  const [write, read] = [`${String(balancerPorts.write)}/tcp`, `${String(balancerPorts.read)}/tcp`];
  const container = await createNamed(access, {
    name,
    Hostname: balancerAlias,
    Image: image,
    User: nobody,
    Entrypoint: ['haproxy', '-db', '-f', balancerPaths.config],
    Cmd: [],
    // It has nothing to lose. The official image's own, USR1, waits for every connection to end, and of TERM HAProxy
    // hears nothing as process 1.
    StopSignal: 'SIGKILL',
    Healthcheck: { Test: ['NONE'] },
    Labels: { ...resourceLabels(cluster, 'balancer', access.scope), [labels.image]: image },
    ExposedPorts: { [write]: {}, [read]: {} },
    HostConfig: {
      PortBindings: { [write]: published(spec.write), [read]: published(spec.read) },
      NetworkMode: clients,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '5m', 'max-file': '2' } },
    },
    NetworkingConfig: { EndpointsConfig: { [clients]: { Aliases: [balancerAlias] } } },
  });
  try {
    await access.docker.getNetwork(replicationNetworkName(cluster)).connect({
      Container: container.id,
      EndpointConfig: { IPAMConfig: { IPv4Address: balancerAddress(subnet) } },
    });
    return container;
  } catch (error) {
    await container.remove({ force: true, v: true });
    throw dockerFailure(error, 'Connecting the balancer to the replication network');
  }
}

/**
 * Writes what HAProxy starts with; the same at every start, so that a newer version of ours brings its own.
 *
 * @param writer the node that an earlier run led writes to last: it keeps them, if it is Synced.
 * @throws GaleraError `dockerFailed`, `diskFull`
 */
export async function installBalancerFiles(
  container: Docker.Container,
  subnet: string,
  writer: string | undefined,
): Promise<void> {
  try {
    await putFiles(container, [
      { path: balancerPaths.config, content: haproxyConfig(subnet), mode: 0o644 },
      { path: balancerPaths.writer, content: writerScript, mode: 0o644 },
      { path: balancerPaths.order, content: writer === undefined ? '' : `${writer} kept\n`, mode: 0o644 },
    ]);
  } catch (error) {
    throw dockerFailure(error, "Writing the balancer's files");
  }
}

/**
 * Removes a balancer's container, running or not.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function removeBalancerContainer(access: Access, { cluster, inspected }: Balancer): Promise<void> {
  try {
    await ifThere(access.docker.getContainer(inspected.Id).remove({ force: true, v: true }));
  } catch (error) {
    throw dockerFailure(error, `Removing the balancer of "${cluster}"`);
  }
}
