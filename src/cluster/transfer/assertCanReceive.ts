import { allDone } from '../allDone';
import type { BootedMember } from '../bootMembers';
import { dockerFailure } from '../docker/dockerErrors';
import { runInContainer } from '../docker/runInContainer';
import { sizeInBytes } from '../traits';
import { factsLine, needsEverything, parseTransferFacts, type TransferFacts, unfitFor } from './transferFacts';
import { readNodeStatus } from '../wsrep/readNodeStatus';

async function factsOf({ member: { container, spec } }: BootedMember): Promise<TransferFacts | undefined> {
  try {
    const facts = parseTransferFacts((await runInContainer(container, factsLine)) ?? '', sizeInBytes(spec.traits.gcacheSize) ?? 0);
    return facts === undefined ? undefined : { node: spec.node, image: spec.image, ...facts };
  } catch (error) {
    throw dockerFailure(error, `Looking at the disk of ${spec.node}`);
  }
}

async function cachedDowntoOf({ member, knowledge }: BootedMember, signal: AbortSignal): Promise<number | null> {
  const { spec, credentials, container } = member;
  if (knowledge.liveness !== 'primary') {
    return null;
  }
  const answer = await readNodeStatus(container, credentials, spec.hostPort, signal);
  return answer.kind === 'status' ? answer.status.cachedDownto : null;
}

/**
 * Looks at each member that will need a full transfer, before it may join: whether its disk and its server can take
 * what the donor holds.
 *
 * @returns the names of those members.
 * @param donor a member that is Primary, or is about to found the component.
 * @param joiners the members that were started to join it.
 * @throws GaleraError `badImage`, `diskFull` with both figures; `aborted`, `dockerFailed`, `dockerDown`
 */
export async function assertCanReceive(
  donor: BootedMember,
  joiners: readonly BootedMember[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const cachedDownto = await cachedDowntoOf(donor, signal);
  // A founder whose last DDL is in doubt begins where nobody else is (startNode.sh), so that all get everything.
  const beginsAnew = donor.knowledge.liveness === 'down' && donor.knowledge.position?.origin === 'unsettled';
  const toFill = joiners.filter(
    ({ knowledge: { liveness, position } }) =>
      liveness === 'down' && position !== null && (beginsAnew || needsEverything(position, cachedDownto)),
  );
  const names = toFill.map(({ knowledge }) => knowledge.node);
  // What has never been in service holds next to nothing.
  if (toFill.length === 0 || donor.knowledge.position?.origin === 'none') {
    return names;
  }
  const [held, ...all] = await allDone([donor, ...toFill].map((member) => factsOf(member)));
  for (const facts of all) {
    if (facts !== undefined && held !== undefined) {
      const error = unfitFor(facts, held);
      if (error !== undefined) {
        throw error;
      }
    }
  }
  return names;
}
