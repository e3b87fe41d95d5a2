import type { Access } from '../../docker/access';
import { findCredentials } from '../../members/findCredentials';
import type { Member } from '../../members/members';
import type { NodeView } from '../../vocabulary/model';
import type { Credentials } from '../../node/credentials';
import { nodeLog } from '../../node/nodeLog';
import { timeOfDay } from '../../vocabulary/timeOfDay';
import { lastAttempt, startFailure } from './startFailure';

const joinerLogLines = 1_000;
/** A failed transfer is followed by the lines of the configuration changes it causes. */
const donorLogLines = 2_000;
/** Docker notes a start after the first lines may have been written. */
const startNotedLateMs = 2_000;
/** Until then a start is a start, and nobody's log has to be read. */
const usualStartMs = 8_000;

function failed({ state }: NodeView, member: Member): boolean {
  const startedAt = Date.parse(member.inspected?.State.StartedAt ?? '');
  return state === 'Crashed' || (state === 'Starting' && timeOfDay() - startedAt > usualStartMs);
}

/**
 * The nodes with the reason why one that crashed, or has been starting for long, isn't in service. Read from logs; a
 * container that is removed at this very moment has nothing to say.
 */
export async function withFailures(
  access: Access,
  members: readonly Member[],
  nodes: readonly NodeView[],
  credentials: Credentials | undefined,
): Promise<NodeView[]> {
  const isFailed = (node: NodeView): boolean => members.some((each) => each.node === node.name && failed(node, each));
  if (!nodes.some(isFailed)) {
    return [...nodes];
  }
  const { monitorPassword } = credentials ?? (await findCredentials(access, members)) ?? { monitorPassword: undefined };
  const logOf = (member: Member | undefined, count: number): Promise<string[]> => {
    if (member?.inspected === undefined) {
      return Promise.resolve([]);
    }
    const { Id: id, State: state } = member.inspected;
    const options = { since: new Date(Date.parse(state.StartedAt) - startNotedLateMs), isWhole: true };
    return nodeLog({ container: access.docker.getContainer(id), monitorPassword }, count, options).catch(() => []);
  };
  return Promise.all(
    nodes.map(async (node): Promise<NodeView> => {
      const member = members.find((each) => each.node === node.name);
      if (member === undefined || !failed(node, member)) {
        return node;
      }
      const log = await logOf(member, joinerLogLines);
      const donor = lastAttempt(node.name, log)?.donor;
      const state = nodes.find((each) => each.name === donor)?.state;
      const donorLog = await logOf(
        members.find((each) => each.node === donor),
        donorLogLines,
      );
      const failure = startFailure(node.name, log, donor === undefined ? undefined : { log: donorLog, state });
      return failure === undefined ? node : { ...node, failure };
    }),
  );
}
