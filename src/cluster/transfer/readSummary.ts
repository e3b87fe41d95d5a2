import { lastLogLines } from '../docker/containerLogs';
import type { Engine } from '../engine';
import { findMembers } from '../members';
import { replicationNetworkName } from '../names';
import { type TransferSummary, transferSummary } from './transferSummary';
import { donorOf } from './transferView';

/** A joiner says some hundred lines; a donor's progress comes twice a second. */
const mostLines = 5_000;

/**
 * The state transfer by which a node came back since a moment; undefined where there was none.
 *
 * @throws GaleraError `dockerDown`, `dockerFailed`
 */
export async function readSummary(engine: Engine, cluster: string, node: string, since: Date): Promise<TransferSummary | undefined> {
  const members = await findMembers(engine, cluster);
  const log = async (name: string, from?: Date): Promise<string[]> => {
    const member = members.find((each) => each.node === name);
    // One that was removed meanwhile has nothing to say.
    return member === undefined ? [] : lastLogLines(engine.docker.getContainer(member.containerName), mostLines, { since: from, stamped: true }).catch(() => []);
  };
  const joinerLog = await log(node, since);
  const donor = donorOf(node, joinerLog);
  const joiner = members.find((each) => each.node === node);
  const address = joiner?.inspected?.NetworkSettings.Networks[replicationNetworkName(cluster)]?.IPAddress ?? '';
  return donor === undefined ? undefined : transferSummary(node, address, joinerLog, await log(donor));
}
