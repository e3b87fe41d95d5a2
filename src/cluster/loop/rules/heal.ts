import { GaleraError } from '../../vocabulary/errors';
import { refusal } from '../../guard/refusal';
import { lookAt } from '../look';
import { excluding, including } from '../memory';
import type { Verdict } from '../move';
import { isConcerned, type Situation } from '../situation';
import type { Step } from '../step';
import type { Sight } from '../world';

const isCutOff = ({ container }: Sight): boolean => container !== undefined && !container.onReplicationNetwork;
const isFrozen = ({ container }: Sight): boolean => container?.isPaused === true;

/**
 * An isolated node that was made Primary by hand while others serve too has a history of its own: back on the network
 * it would meet theirs. A view of more than itself is only one that it hasn't given up yet.
 */
function noSecondPrimary({ goal, world }: Situation, toReconnect: readonly Sight[]): GaleraError | undefined {
  const primary = (sights: readonly Sight[]) =>
    sights.flatMap((sight) => {
      const { knowledge } = lookAt(sight, 'ignoreIsolation');
      return knowledge?.liveness === 'primary' ? [knowledge] : [];
    });
  const alone = primary(toReconnect).filter(({ componentSize }) => componentSize === 1);
  const serving = primary(world.nodes.filter((sight) => !isCutOff(sight) && !isFrozen(sight)));
  if (alone.length === 0 || alone.length + serving.length === 1) {
    return undefined;
  }
  const all = [...serving, ...alone];
  return refusal(goal.cluster, { kind: 'refuse', reason: 'split', nodes: all.map(({ node }) => node) }, all);
}

/** Frozen nodes go on, isolated ones come back to the replication network at the address they had; each once. */
export function heal(situation: Situation): Verdict | undefined {
  const { world, memory } = situation;
  const ill = world.nodes.filter((sight) => isConcerned(situation, sight.node) && (isCutOff(sight) || isFrozen(sight)));
  const again = ill.find(({ node }) => memory.done.has(`heal ${node}`));
  if (again !== undefined) {
    const what = isFrozen(again) ? 'frozen' : 'isolated';
    const error = new GaleraError('nodeFailed', `${again.node} was ${what} by someone else before it was Synced.`, {
      advice: 'Try again once nobody else works on the cluster.',
    });
    return { move: { kind: 'refuse', error } };
  }
  if (ill.length === 0) {
    return undefined;
  }
  const error = noSecondPrimary(
    situation,
    ill.filter((sight) => isCutOff(sight) && sight.container?.isRunning === true),
  );
  if (error !== undefined) {
    return { move: { kind: 'refuse', error } };
  }
  // Reconnected before it goes on: it would find itself alone otherwise.
  const steps = ill.map(({ node, ...sight }): Step => ({
    do: isCutOff({ node, ...sight }) ? 'reconnect' : 'unfreeze',
    node,
  }));
  const healed = ill.filter((sight) => !(isCutOff(sight) && isFrozen(sight))).map(({ node }) => node);
  return {
    move: { kind: 'act', steps },
    remember: {
      healed: including(memory.healed, healed),
      done: including(
        memory.done,
        healed.map((node) => `heal ${node}`),
      ),
    },
  };
}

/** One that was being filled when it was frozen or cut off waits for ever for the rest: its donor has given up. */
export function withdrawHealed({ world, memory }: Situation): Verdict | undefined {
  const healed = world.nodes.filter(({ node }) => memory.healed.has(node));
  if (healed.length === 0) {
    return undefined;
  }
  const joining = healed.filter(isStillJoining).map(({ node }) => node);
  return {
    move: { kind: 'act', steps: joining.map((node) => ({ do: 'withdraw', node })) },
    remember: {
      healed: excluding(
        memory.healed,
        healed.map(({ node }) => node),
      ),
      toBoot: including(memory.toBoot, joining),
    },
  };
}

/** Its server looks for the group that its start was told of, and hasn't been in service since. */
export function isStillJoining({ container, journal }: Sight): boolean {
  const isLive = container?.isRunning === true && !container.isPaused;
  return isLive && journal?.report?.phase === 'joining' && !journal.synced;
}
