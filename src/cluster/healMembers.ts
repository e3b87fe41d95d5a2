import { allDone } from './allDone';
import type { Engine, OperationOptions } from './engine';
import { gatherKnowledge } from './gatherKnowledge';
import { refusal } from './guard/refusal';
import { replicationNetworkName } from './names';
import { rejoinReplicationNetwork } from './node/nodeContainer';
import type { PreparedMember } from './prepareMembers';
import { withdrawJoiners } from './withdrawJoiners';

interface Attachment {
  readonly member: PreparedMember;
  readonly running: boolean;
  readonly paused: boolean;
  readonly connected: boolean;
}

async function look(member: PreparedMember): Promise<Attachment> {
  const { State: state, NetworkSettings: network } = await member.container.inspect();
  const connected = network.Networks[replicationNetworkName(member.spec.cluster)] !== undefined;
  return { member, running: state.Running, paused: state.Paused, connected };
}

/**
 * An isolated node that was made Primary by hand while others serve too has a history of its own: back on the
 * network it would meet theirs. A view of more than itself is only one that it hasn't given up yet.
 */
async function assertNoSecondPrimary(isolated: readonly Attachment[], others: readonly Attachment[], signal: AbortSignal): Promise<void> {
  const knowledge = async (attachments: readonly Attachment[]) =>
    (await allDone(attachments.map(({ member }) => gatherKnowledge(member, signal, 'ignoreIsolation')))).flatMap((each) =>
      each.knowledge?.liveness === 'primary' ? [each.knowledge] : [],
    );
  const alone = (await knowledge(isolated)).filter((each) => each.componentSize === 1);
  const serving = await knowledge(others);
  if (alone.length > 0 && alone.length + serving.length > 1) {
    const all = [...serving, ...alone];
    const [first] = isolated;
    throw refusal(first?.member.spec.cluster ?? '', { kind: 'refuse', reason: 'split', nodes: all.map((each) => each.node) }, all);
  }
}

/**
 * Lets frozen nodes go on and brings isolated ones back to the replication network, at the address they had.
 *
 * @param concerned names of those to heal; the others are left as they are.
 * @throws GaleraError `refused` where an isolated node serves beside others; `dockerFailed`, `dockerDown`
 */
export async function healMembers(
  engine: Engine,
  members: readonly PreparedMember[],
  concerned: readonly string[],
  { signal, onProgress }: OperationOptions,
): Promise<void> {
  const seen = await allDone(members.map(look));
  const toHeal = seen.filter(({ member }) => concerned.includes(member.spec.node));
  const isolated = toHeal.filter((each) => each.running && !each.connected);
  if (isolated.length > 0) {
    await assertNoSecondPrimary(isolated, seen.filter((each) => each.running && each.connected && !each.paused), signal);
  }
  await allDone(
    toHeal.map(async ({ member, paused, connected }) => {
      if (!connected) {
        onProgress({ kind: 'node', node: member.spec.node, step: 'reconnect' });
        await rejoinReplicationNetwork(engine, member.container, member.spec);
      }
      if (paused) {
        onProgress({ kind: 'node', node: member.spec.node, step: 'unfreeze' });
        await member.container.unpause();
      }
      if (paused || !connected) {
        // One that was being filled waits for ever for the rest: its donor has given up.
        await withdrawJoiners([member]);
      }
    }),
  );
}
