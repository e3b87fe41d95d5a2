import { decideBootstrap } from '../../guard/decide';
import type { MemberKnowledge } from '../../guard/decide';
import { needsEverything, unfitFor } from '../../view/transfer/transferFacts';
import type { Verdict } from '../move';
import { isConcerned, type Situation, sightOf } from '../situation';
import type { Sight } from '../world';

interface Donor {
  readonly sight: Sight;
  readonly knowledge: MemberKnowledge;
}

/** A member that is Primary, or is about to found the component. */
function donorOf(situation: Situation): Donor | undefined {
  const { known, memory } = situation;
  const decision = decideBootstrap(known);
  const founder = memory.founder?.node ?? (decision.kind === 'bootstrap' ? decision.node : undefined);
  const knowledge = known.find(({ liveness }) => liveness === 'primary') ?? known.find(({ node }) => node === founder);
  const sight = knowledge === undefined ? undefined : sightOf(situation, knowledge.node);
  return sight === undefined || knowledge === undefined ? undefined : { sight, knowledge };
}

/** The members that wait and will need everything, as far as it can be told. */
export function nodesToFill(situation: Situation): string[] {
  const donor = donorOf(situation);
  const { known, memory } = situation;
  if (donor === undefined) {
    return [...memory.toFill];
  }
  const { sql } = donor.sight;
  const cachedDownto =
    donor.knowledge.liveness === 'primary' && sql?.kind === 'status' ? sql.status.cachedDownto : null;
  // A founder whose last DDL is in doubt begins where nobody else is (script/grastate.sh), so that all get everything.
  const beginsAnew = donor.knowledge.liveness === 'down' && donor.knowledge.position?.origin === 'unsettled';
  return known
    .filter(
      ({ node, liveness, position }) =>
        node !== donor.knowledge.node &&
        node !== memory.founder?.node &&
        isConcerned(situation, node) &&
        liveness === 'down' &&
        position !== null &&
        (beginsAnew || needsEverything(position, cachedDownto)),
    )
    .map(({ node }) => node);
}

/**
 * A node that will be filled has room for the data, and a server that isn't older: looked at before anybody founds or
 * joins anything.
 */
export function fill(situation: Situation): Verdict | undefined {
  const donor = donorOf(situation);
  const toFill = nodesToFill(situation);
  // What has never been in service holds next to nothing.
  if (donor === undefined || toFill.length === 0 || donor.knowledge.position?.origin === 'none') {
    return undefined;
  }
  const unmeasured = [donor.sight.node, ...toFill].filter(
    (node) => sightOf(situation, node)?.transferFacts === undefined,
  );
  if (unmeasured.some((node) => !situation.memory.done.has(`measure ${node}`))) {
    const measured = unmeasured.map((node) => `measure ${node}`);
    return {
      move: { kind: 'act', steps: [{ do: 'measure', nodes: unmeasured }] },
      remember: { done: new Set([...situation.memory.done, ...measured]) },
    };
  }
  const held = donor.sight.transferFacts;
  for (const node of toFill) {
    const facts = sightOf(situation, node)?.transferFacts;
    const error = facts === undefined || held === undefined ? undefined : unfitFor(facts, held);
    if (error !== undefined) {
      return { move: { kind: 'refuse', error } };
    }
  }
  return undefined;
}
