import type Docker from 'dockerode';
import { waitUntil } from '../async/waitUntil';
import type { Access, OperationOptions } from '../docker/access';
import { lastLogLines } from '../docker/containerLogs';
import { dockerFailure, dockerReason, dockerStatus, isPortTaken } from '../docker/dockerErrors';
import { findFreePort, isFree } from '../docker/freePort';
import { replicationSubnet } from '../docker/networks';
import { balancerAddress } from '../docker/subnets';
import { type Balancer, findBalancer } from '../members/balancers';
import { reservedPorts } from '../members/reservedPorts';
import { GaleraError, toGaleraError } from '../vocabulary/errors';
import { balancerContainerName, clientNetworkName, replicationNetworkName } from '../vocabulary/names';
import { type BalancerSpec, createBalancer, installBalancerFiles, removeBalancerContainer } from './balancerContainer';
import { lastSaid } from './balancerLog';
import { readSaid } from './readSaid';

/** The official image, a long-term release. */
export const defaultBalancerImage = 'haproxy:lts';

/** What a balancer is to be; what is left out stays as it is, or is chosen. */
export interface BalancerRequest {
  readonly image?: string;
  /** Ports on 127.0.0.1. */
  readonly writePort?: number;
  readonly readPort?: number;
}

/** Ports below are root's, and those above outgoing connections use. */
const portLimits = { min: 1024, max: 65_535 } as const;

/** @throws GaleraError `badPort` */
export function assertBalancerPorts({ writePort, readPort }: BalancerRequest): void {
  const { min, max } = portLimits;
  for (const port of [writePort, readPort]) {
    if (port !== undefined && (!Number.isInteger(port) || port < min || port > max)) {
      throw new GaleraError('badPort', `A balancer can't have the port ${String(port)}.`, {
        advice: `Name one from ${String(min)} to ${String(max)}.`,
      });
    }
  }
  if (writePort !== undefined && writePort === readPort) {
    throw new GaleraError('badPort', `A balancer can't have the port ${String(writePort)} twice.`, {
      advice: 'Name one port for writing and another for reading.',
    });
  }
}

const startTries = 5;
const startDeadlineMs = 20_000;
const lastLines = 20;

/** Ports that the request leaves open are those that it has, or free ones. */
async function specFor(
  access: Access,
  cluster: string,
  request: BalancerRequest,
  found: Balancer | undefined,
): Promise<BalancerSpec> {
  const subnet = await replicationSubnet(access, cluster);
  const reserved = await reservedPorts(access);
  const port = async (known: number | undefined): Promise<number> => {
    const chosen = known ?? (await findFreePort(reserved));
    reserved.add(chosen);
    return chosen;
  };
  // Either may be asked for where the other one was.
  const [known, other] = [found?.write, found?.read];
  const write = await port(request.writePort ?? (known === request.readPort ? undefined : known));
  const read = await port(request.readPort ?? (other === request.writePort ? undefined : other));
  return { cluster, image: request.image ?? found?.image ?? defaultBalancerImage, subnet, write, read };
}

/** Whether a balancer is what is asked for, and on the network that its cluster has now. */
async function fits(access: Access, { inspected, image, write, read }: Balancer, spec: BalancerSpec): Promise<boolean> {
  const name = replicationNetworkName(spec.cluster);
  const isWithClients = inspected.NetworkSettings.Networks[clientNetworkName(spec.cluster)] !== undefined;
  const at = inspected.NetworkSettings.Networks[name];
  const { Id: id }: Docker.NetworkInspectInfo = await access.docker.getNetwork(name).inspect();
  return (
    isWithClients &&
    image === spec.image &&
    write === spec.write &&
    read === spec.read &&
    (at?.IPAMConfig as { IPv4Address?: string } | null | undefined)?.IPv4Address === balancerAddress(spec.subnet) &&
    (at?.NetworkID === '' || at?.NetworkID === id)
  );
}

/** The port that was asked for and is in use, as Docker names it: "Bind for 127.0.0.1:3306 failed: …". */
function askedAndTaken({ writePort, readPort }: BalancerRequest, cause: unknown): number | undefined {
  return [writePort, readPort].find(
    (port) => port !== undefined && new RegExp(`:${String(port)}\\b`).test(dockerReason(cause)),
  );
}

function portTaken(cluster: string, port: number | undefined, cause: unknown): GaleraError {
  const which = port === undefined ? 'ports' : `the port ${String(port)}`;
  return new GaleraError('portTaken', `The balancer of "${cluster}" can't have ${which}: something else uses it.`, {
    advice: 'Name another port, or end what uses it.',
    details: cause === undefined ? [] : [dockerReason(cause)],
    cause,
  });
}

/** Starts it; where a port that nobody asked for has been taken meanwhile, with others. */
async function startOnFreePorts(
  access: Access,
  given: BalancerSpec,
  request: BalancerRequest,
  writer: string | undefined,
): Promise<void> {
  let spec = given;
  for (let attempt = 1; ; attempt++) {
    const container = access.docker.getContainer(balancerContainerName(spec.cluster));
    await installBalancerFiles(container, spec.subnet, writer);
    try {
      await container.start();
      return;
    } catch (error) {
      if (dockerStatus(error) === 400 || /executable file not found|no such file/i.test(dockerReason(error))) {
        throw new GaleraError('badImage', `The image ${spec.image} has no HAProxy.`, {
          advice: `Use one like ${defaultBalancerImage}.`,
          details: [dockerReason(error)],
          cause: error,
        });
      }
      if (!isPortTaken(error)) {
        throw dockerFailure(error, `Starting the balancer of "${spec.cluster}"`);
      }
      const { image, cluster } = spec;
      const asked = askedAndTaken(request, error);
      if (asked !== undefined || attempt === startTries) {
        throw portTaken(cluster, asked, error);
      }
      spec = await specFor(access, cluster, { ...request, image }, undefined);
      access.log.warn(`A port of the balancer of "${cluster}" is in use by another program; it moves to others`);
      await container.remove({ force: true, v: true });
      await createBalancer(access, spec);
    }
  }
}

/** The node that writes went to last, in this run or an earlier one. */
async function lastWriter(access: Access, found: Balancer | undefined): Promise<string | undefined> {
  return (found === undefined ? undefined : await readSaid(access, found))?.writer ?? undefined;
}

/** Ports that are asked for have to be free, or its own, before what there is goes. */
async function assertFree(
  cluster: string,
  { writePort, readPort }: BalancerRequest,
  found: Balancer | undefined,
): Promise<void> {
  for (const port of [writePort, readPort]) {
    const isOwn = found?.inspected.State.Running === true && (port === found.write || port === found.read);
    if (port !== undefined && !isOwn && !(await isFree(port))) {
      throw portTaken(cluster, port, undefined);
    }
  }
}

/** Until HAProxy has looked at the nodes once, or has ended. */
async function untilItSpeaks(access: Access, { cluster, image }: BalancerSpec, signal: AbortSignal): Promise<void> {
  const container = access.docker.getContainer(balancerContainerName(cluster));
  const details = (): Promise<string[]> => lastLogLines(container, lastLines).catch(() => []);
  await waitUntil(
    { signal, what: `the balancer of "${cluster}" to look at its nodes`, deadlineMs: startDeadlineMs, details },
    async () => {
      const { State: state } = await container.inspect();
      const lines = await lastLogLines(container, lastLines, { since: new Date(state.StartedAt) });
      if (!state.Running) {
        throw new GaleraError('badImage', `HAProxy of the image ${image} ended at once.`, {
          advice: `It has to be 2.6 or later, with Lua; use one like ${defaultBalancerImage}.`,
          details: lines,
        });
      }
      return lastSaid(lines) === undefined ? 'notYet' : { done: undefined };
    },
  );
}

/**
 * Makes sure that a cluster has the balancer that is asked for, and that it runs, if its nodes do. Where it can't be,
 * all is as it was before.
 *
 * @param runs false to make it only.
 * @param access its calls go on when the operation is cancelled, so that it can be taken back.
 * @throws GaleraError `portTaken`, `badImage`, `nameTaken`, `deadline`, `dockerFailed`, `dockerDown`, `aborted`
 */
export async function ensureBalancer(
  access: Access,
  cluster: string,
  request: BalancerRequest,
  runs: boolean,
  { signal, onProgress }: OperationOptions,
): Promise<void> {
  const found = await findBalancer(access, cluster);
  const spec = await specFor(access, cluster, request, found);
  const isFit = found !== undefined && (await fits(access, found, spec));
  const { Running: isRunning = false, Paused: isFrozen = false } = found?.inspected.State ?? {};
  if (isFit && isRunning && !isFrozen) {
    return;
  }
  await assertFree(cluster, request, found);
  const writer = await lastWriter(access, found);
  onProgress({ kind: 'balancer', step: isFit ? 'start' : 'create' });
  try {
    if (isFit && isFrozen) {
      await access.docker.getContainer(found.inspected.Id).unpause();
      return;
    }
    if (!isFit) {
      if (found !== undefined) {
        await removeBalancerContainer(access, found);
      }
      await createBalancer(access, spec);
    }
    if (runs) {
      await startOnFreePorts(access, spec, request, writer);
      await untilItSpeaks(access, spec, signal);
    }
  } catch (error) {
    if (!isFit) {
      // What has the name now is what was made here, if it is ours at all.
      const made = await findBalancer(access, cluster);
      if (made !== undefined) {
        await removeBalancerContainer(access, made);
      }
      if (found !== undefined) {
        const before = { ...spec, image: found.image, write: found.write, read: found.read };
        await putBack(access, before, isRunning, writer);
      }
    }
    throw dockerFailure(error, `Making the balancer of "${cluster}"`);
  }
}

/** The one that there was before. */
async function putBack(access: Access, spec: BalancerSpec, ran: boolean, writer: string | undefined): Promise<void> {
  try {
    await createBalancer(access, spec);
    if (ran) {
      await startOnFreePorts(access, spec, {}, writer);
      await untilItSpeaks(access, spec, new AbortController().signal);
    }
  } catch (error) {
    access.log.error(`The balancer that "${spec.cluster}" had couldn't be made again: ${toGaleraError(error).message}`);
  }
}
