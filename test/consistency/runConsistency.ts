import type { Access, OperationOptions } from '../../src/cluster/docker/access';
import { GaleraError, toGaleraError } from '../../src/cluster/vocabulary/errors';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { removeCluster } from '../../src/cluster/operations/removeCluster';
import { Ledger } from '../chaos/ledger';
import { NodeDirectory } from '../chaos/nodeDirectory';
import { createBank } from './bank';
import type { ConsistencyArguments } from './consistencyArguments';
import { type PlannedTransfer, planTransfers } from './planTransfers';
import { tellTransfer } from './report';
import { Tellers } from './tellers';
import { type TransferReport, transferUnderLoad } from './transferUnderLoad';

/** What a run was like. */
export interface ConsistencyResult {
  readonly reports: readonly TransferReport[];
  readonly ledger: Ledger;
  /** What must not be, in sentences; none means that the run passed. */
  readonly failures: readonly string[];
}

/**
 * Makes a cluster with a bank in it and fills its nodes in turn while clients move money, until that was done as often
 * as was asked, or something isn't as it has to be: what comes after that would prove nothing. The cluster is removed
 * at the end.
 *
 * @param say gets a line for each transfer
 * @param enough ends the run after the transfer under way
 * @throws GaleraError where the cluster can't be made
 */
export async function runConsistency(
  access: Access,
  { name, image, seed, transfers }: ConsistencyArguments,
  options: OperationOptions,
  say: (line: string) => void,
  enough: AbortSignal,
): Promise<ConsistencyResult> {
  await dropBank(access, name, options);
  const reports: TransferReport[] = [];
  const failures: string[] = [];
  const ledger = new Ledger();
  try {
    await startCluster(access, { name, image }, options);
    const directory = await NodeDirectory.of(access, name);
    await createBank(directory);
    const bank = {
      access,
      cluster: name,
      directory,
      ledger,
      tellers: new Tellers(directory, ledger, seed),
      options,
    };
    for (const planned of planTransfers(transfers, seed, directory.nodes)) {
      if (enough.aborted || failures.length > 0) {
        break;
      }
      try {
        const report = await transferUnderLoad(bank, planned);
        reports.push(report);
        failures.push(...report.failures.map((failure) => `${called(planned)}: ${failure}`));
        say(`${tellTransfer(planned, transfers, report)}`);
      } catch (error) {
        const { message, details } = toGaleraError(error);
        failures.push([`${called(planned)}: ${message}`, ...details].join('\n  '));
      }
    }
    return { reports, ledger, failures };
  } finally {
    await dropBank(access, name, options);
  }
}

const called = ({ number, joiner, donor }: PlannedTransfer): string =>
  `In transfer ${number}, to ${joiner} from ${donor}`;

async function dropBank(access: Access, name: string, options: OperationOptions): Promise<void> {
  await removeCluster(access, name, options).catch((error: unknown) => {
    if (!GaleraError.is(error, 'clusterUnknown')) {
      throw error;
    }
  });
}
