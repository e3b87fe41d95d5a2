import type { Access } from '../../docker/access';
import { findMembers } from '../../members/members';
import { replicationNetworkName } from '../../vocabulary/names';
import { wholeNodeLog } from '../../node/nodeLog';
import { rememberedCredentials } from '../../members/rememberedCredentials';
import { type TransferSummary, transferSummary } from './transferSummary';
import { donorOf } from './transferView';

/** A joiner says some hundred lines; a donor's progress comes twice a second. */
const mostLines = 5_000;

/**
 * The state transfer by which a node came back since a moment: `none` where there was none, `unknown` where its log or
 * its donor's can't be read to the end.
 *
 * @throws GaleraError `dockerDown`, `dockerFailed`
 */
export async function readSummary(
  access: Access,
  cluster: string,
  node: string,
  since: Date,
): Promise<TransferSummary | 'none' | 'unknown'> {
  const members = await findMembers(access, cluster);
  const monitorPassword = (await rememberedCredentials(access, members))?.monitorPassword;
  const log = async (name: string, from?: Date): Promise<string[] | undefined> => {
    const member = members.find((each) => each.node === name);
    // One that was removed meanwhile has nothing to say.
    return member?.inspected === undefined
      ? undefined
      : wholeNodeLog(
          { container: access.docker.getContainer(member.inspected.Id), monitorPassword },
          mostLines,
          from,
        ).catch(() => undefined);
  };
  const joinerLog = await log(node, since);
  if (joinerLog === undefined) {
    return 'unknown';
  }
  const donor = donorOf(node, joinerLog);
  if (donor === undefined) {
    return 'none';
  }
  const joiner = members.find((each) => each.node === node);
  const address = joiner?.inspected?.NetworkSettings.Networks[replicationNetworkName(cluster)]?.IPAddress ?? '';
  const donorLog = await log(donor);
  return donorLog === undefined ? 'unknown' : (transferSummary(node, address, joinerLog, donorLog) ?? 'none');
}
