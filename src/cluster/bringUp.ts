import { allDone } from './allDone';
import { bootMembers } from './bootMembers';
import type { Engine, OperationOptions } from './engine';
import { grantBootstrap } from './grantBootstrap';
import { healMembers } from './healMembers';
import { awaitSynced } from './awaitSynced';
import { type MembersPlan, prepareMembers } from './prepareMembers';
import type { UndoList } from './undoList';

/**
 * The story of a start, of a resume, and of every way back:
 *
 * 1. Prepare: every member gets its networks, volume, container and files, and the list of all members.
 * 2. Heal: frozen nodes go on, isolated ones come back to the replication network.
 * 3. Boot: all containers that are down start at the same time. Each node prepares its data directory, finds its
 *    position and waits; none founds anything.
 * 4. Decide: from what every node holds the guard says: join the Primary component there is; or let one node
 *    bootstrap, which gets the token; or let a component that lost its quorum be Primary again; or refuse.
 * 5. Join: the others find a Primary member online and join it by themselves.
 * 6. Wait until every node is Synced.
 *
 * The caller holds the cluster's lock.
 *
 * @throws GaleraError whatever the steps throw; the undo list has what was made until then.
 */
export async function bringUp(engine: Engine, plan: MembersPlan, undo: UndoList, options: OperationOptions): Promise<void> {
  const concerned = plan.only ?? plan.nodes;
  const members = (await prepareMembers(engine, plan, undo, options)).filter(
    ({ spec, wasRunning }) => wasRunning || concerned.includes(spec.node),
  );
  await healMembers(engine, members, concerned, options);
  for (;;) {
    const booted = await bootMembers(engine, members, undo, options);
    const toStop = await grantBootstrap(engine, plan.cluster, booted, options);
    if (toStop.length === 0) {
      break;
    }
    await allDone(members.filter(({ spec }) => toStop.includes(spec.node)).map(({ container }) => container.stop()));
  }
  await awaitSynced(engine, plan.cluster, concerned, options);
}
