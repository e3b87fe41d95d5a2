import { putFiles } from '../../docker/containerFiles';
import { dockerFailure } from '../../docker/dockerErrors';
import type { Engine } from '../../engine';
import { handOver } from '../../node/handOver';
import { nodeAddress } from '../../node/nodeContainer';
import { nodePaths } from '../../node/nodePaths';
import { sqlAddress } from '../../sqlAddress';
import { pause, pauseBetweenLooks } from '../../waitUntil';
import { readWsrepStatus } from '../../wsrep/readWsrepStatus';
import { runStatement } from '../../wsrep/runStatement';
import type { Step } from '../step';
import type { Site } from './site';

type Order<Do extends Step['do']> = Extract<Step, { do: Do }>;

/** The node takes it for its present boot only. */
export async function handToken(engine: Engine, site: Site, { node, boot }: Order<'handToken'>): Promise<void> {
  try {
    await handOver(site.container(engine, node), nodePaths.token, `${boot}\n`);
  } catch (error) {
    throw dockerFailure(error, `Handing ${node} the token`);
  }
}

/** The node takes it for its present boot only. */
export async function admit(engine: Engine, site: Site, { node, boot, hosts }: Order<'admit'>): Promise<void> {
  const subnet = await site.subnet(engine);
  const addresses = hosts.map((host) => nodeAddress(subnet, host));
  try {
    await handOver(site.container(engine, node), nodePaths.admission, `${boot}\n${addresses.join(',')}\n`);
  } catch (error) {
    throw dockerFailure(error, `Telling ${node} whom to join`);
  }
}

/** How long a component takes at most, when told to, until its members say that it is Primary. */
const mostReformMs = 10_000;
const leastPauseMs = 50;

/**
 * Makes the component of a node Primary again, and waits until the node says so; where it doesn't, or no longer, the next look shows it.
 *
 * https://mariadb.com/kb/en/wsrep_provider_options/#pcbootstrap
 *
 * @throws GaleraError `nodeFailed` where the node doesn't take the order; `aborted`
 */
export async function reform(engine: Engine, site: Site, node: string, signal: AbortSignal): Promise<void> {
  const credentials = await site.credentials(engine);
  const { hostPort } = await site.spec(engine, node);
  await runStatement(sqlAddress(credentials, 'sst', hostPort), node, "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
  const began = performance.now();
  for (;;) {
    const looked = performance.now();
    const answer = await readWsrepStatus(sqlAddress(credentials, 'monitor', hostPort), signal);
    const waited = performance.now() - began;
    if ((answer.kind === 'status' && answer.status.clusterStatus === 'Primary') || waited > mostReformMs) {
      return;
    }
    await pause(pauseBetweenLooks(leastPauseMs, waited, performance.now() - looked), signal);
  }
}

/** @param mark empty where its data count again. */
export async function markGivenUp(engine: Engine, site: Site, node: string, mark: string): Promise<void> {
  try {
    await putFiles(site.container(engine, node), [{ path: nodePaths.givenUp, content: mark, mode: 0o644 }]);
  } catch (error) {
    throw dockerFailure(error, `Marking the data of ${node}`);
  }
}
