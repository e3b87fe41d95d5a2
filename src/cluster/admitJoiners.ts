import type { BootedMember } from './bootMembers';
import { putFiles, readFile } from './docker/containerFiles';
import { dockerFailure } from './docker/dockerErrors';
import type { OperationOptions } from './engine';
import { nodeAddress } from './node/nodeContainer';
import { nodePaths } from './node/nodePaths';
import type { PreparedMember } from './prepareMembers';
import { pause } from './waitUntil';

/** Longer than a server takes from its start into the component; then the next one needn't wait any more. */
const mostTurnMs = 5_000;
const lookEveryMs = 50;

const addressOf = ({ spec }: PreparedMember): string => nodeAddress(spec.subnet, spec.node);

/** Whether a joiner's server is in the group, or has ended. */
async function hasHadItsTurn({ container, spec }: PreparedMember): Promise<boolean> {
  try {
    return (await readFile(container, nodePaths.connected)) !== undefined || !(await container.inspect()).State.Running;
  } catch (error) {
    throw dockerFailure(error, `Looking at ${spec.node}`);
  }
}

/** The node takes it for its present boot only. */
async function admit(joiner: PreparedMember, boot: string, addresses: readonly string[]): Promise<void> {
  try {
    await putFiles(joiner.container, [{ path: nodePaths.admission, content: `${boot}\n${addresses.join(',')}\n`, mode: 0o600 }]);
  } catch (error) {
    throw dockerFailure(error, `Telling ${joiner.spec.node} whom to join`);
  }
}

/**
 * Tells the nodes that wait whom to join, one after the other in the order of their names: each gets its turn when the
 * one before is in the component. Nodes that connect at the same moment form a view of their own first, which costs
 * more than a second; a node that nobody tells finds the members by itself, only later.
 *
 * @param hosts members that are Primary, or the one that is about to found the component.
 * @throws GaleraError `dockerFailed`, `dockerDown`, `aborted`
 */
export async function admitJoiners(
  hosts: readonly PreparedMember[],
  booted: readonly BootedMember[],
  { signal }: OperationOptions,
): Promise<void> {
  const joiners = booted.filter(({ member, knowledge }) => knowledge.liveness === 'down' && !hosts.includes(member));
  const inside = [...hosts];
  for (const { member, boot } of joiners) {
    if (boot === undefined) {
      continue;
    }
    await admit(member, boot, inside.map(addressOf));
    inside.push(member);
    const began = Date.now();
    while (member !== joiners.at(-1)?.member && Date.now() - began < mostTurnMs && !(await hasHadItsTurn(member))) {
      await pause(lookEveryMs, signal);
    }
  }
}
