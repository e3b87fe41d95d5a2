import { lastLogLines } from '../docker/containerLogs';
import type { Engine } from '../engine';
import type { Member } from '../members';
import type { NodeView } from '../model';
import { timeOfDay } from '../timeOfDay';
import { lastAttempt, startFailure } from './startFailure';

const joinerLogLines = 1_000;
/** A failed transfer is followed by the lines of the configuration changes it causes. */
const donorLogLines = 2_000;
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
export async function withFailures(engine: Engine, members: readonly Member[], nodes: readonly NodeView[]): Promise<NodeView[]> {
  const logOf = (member: Member | undefined, count: number): Promise<string[]> =>
    member === undefined ? Promise.resolve([]) : lastLogLines(engine.docker.getContainer(member.containerName), count).catch(() => []);
  return Promise.all(
    nodes.map(async (node): Promise<NodeView> => {
      const member = members.find((each) => each.node === node.name);
      if (member?.inspected === undefined || !failed(node, member)) {
        return node;
      }
      const log = await logOf(member, joinerLogLines);
      const donor = lastAttempt(node.name, log)?.donor;
      const state = nodes.find((each) => each.name === donor)?.state;
      const donorLog = await logOf(members.find((each) => each.node === donor), donorLogLines);
      const failure = startFailure(node.name, log, donor === undefined ? undefined : { log: donorLog, state });
      return failure === undefined ? node : { ...node, failure };
    }),
  );
}
