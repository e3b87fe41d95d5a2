import type { BootedMember } from './bootMembers';
import { dockerFailure } from './docker/dockerErrors';
import { handOver } from './node/handOver';
import { hasBeen } from './node/journal';
import { nodeAddress } from './node/nodeContainer';
import { nodePaths } from './node/nodePaths';
import { journalOf, type PreparedMember } from './prepareMembers';
import { pause, pauseBetweenLooks } from './waitUntil';

/** Longer than a server takes from its start into the component; then the next one needn't wait any more. */
const mostTurnMs = 5_000;
const leastPauseMs = 50;

const addressOf = ({ spec }: PreparedMember): string => nodeAddress(spec.subnet, spec.node);

/** Whether a joiner's server has left a mark of how far it is, or has ended. */
async function hasHadItsTurn(joiner: PreparedMember, mark: 'connected' | 'synced'): Promise<boolean> {
  try {
    const { State: state } = await joiner.container.inspect();
    return !state.Running || (await hasBeen(journalOf(joiner, state), mark));
  } catch (error) {
    throw dockerFailure(error, `Looking at ${joiner.spec.node}`);
  }
}

/** The node takes it for its present boot only. */
async function admit(joiner: PreparedMember, boot: string, addresses: readonly string[]): Promise<void> {
  try {
    await handOver(joiner.container, nodePaths.admission, `${boot}\n${addresses.join(',')}\n`);
  } catch (error) {
    throw dockerFailure(error, `Telling ${joiner.spec.node} whom to join`);
  }
}

/** Waits until a joiner has left a mark or has ended, or for so long. */
async function awaitMark(joiner: PreparedMember, mark: 'connected' | 'synced', mostMs: number, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  for (let looked = began; looked - began < mostMs; looked = performance.now()) {
    if (await hasHadItsTurn(joiner, mark)) {
      return;
    }
    await pause(pauseBetweenLooks(leastPauseMs, looked - began, performance.now() - looked), signal);
  }
}

/** Whether two nodes may be filled by the same donor, as far as they are told whom to ask first. */
function mayShareDonor({ spec: { donors: [first] } }: PreparedMember, { spec: { donors: [second] } }: PreparedMember): boolean {
  return first === undefined || second === undefined || first === second;
}

/**
 * Tells the nodes that wait whom to join, one after the other in the order of their names: each gets its turn when the
 * one before is in the component. Nodes that connect at the same moment form a view of their own first, which costs
 * more than a second; a node that nobody tells finds the members by itself, only later.
 *
 * A node that has to be filled waits for those that its donor may be filling: a donor that is done in the moment in which
 * a node connects says so twice, and where it is the donor of the next one by then, the group takes the second for the
 * end of that transfer, for which the joiner then waits in vain (seen with Galera 26.4.23).
 *
 * @param hosts members that are Primary, or the one that is about to found the component.
 * @param toFill names of the nodes that need everything.
 * @throws GaleraError `dockerFailed`, `dockerDown`, `aborted`
 */
export async function admitJoiners(
  hosts: readonly PreparedMember[],
  booted: readonly BootedMember[],
  toFill: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const joiners = booted.filter(({ member, knowledge }) => knowledge.liveness === 'down' && !hosts.includes(member));
  const inside = [...hosts];
  const filling: PreparedMember[] = [];
  let before: PreparedMember | undefined;
  for (const { member, boot } of joiners) {
    if (boot === undefined) {
      continue;
    }
    if (before !== undefined) {
      await awaitMark(before, 'connected', mostTurnMs, signal);
    }
    if (toFill.includes(member.spec.node)) {
      for (const other of filling.filter((each) => mayShareDonor(each, member))) {
        await awaitMark(other, 'synced', Infinity, signal);
      }
      filling.push(member);
    }
    await admit(member, boot, inside.map(addressOf));
    inside.push(member);
    before = member;
  }
}
