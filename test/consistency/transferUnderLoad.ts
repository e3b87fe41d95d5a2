import { rebuildNode } from '../../src/cluster/operations/rebuildNode';
import type { Access, OperationOptions } from '../../src/cluster/docker/access';
import { followSignal } from '../../src/cluster/async/followSignal';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { GaleraError, toGaleraError } from '../../src/cluster/vocabulary/errors';
import { plainLog } from '../support/plainLog';
import { setSstOptions } from '../support/sstOptions';
import { nodeContainer } from '../support/testAccess';
import type { Ledger } from '../chaos/ledger';
import type { NodeDirectory } from '../chaos/nodeDirectory';
import { judgeBank, readBankState } from './bankState';
import { untilCommonSeqno } from './commonSeqno';
import { DonorWatch } from './donorWatch';
import { beforeChange, changeMidway, type MidwayChange, runBy } from './midwayChange';
import type { PlannedTransfer } from './planTransfers';
import type { Tellers } from './tellers';

const transferMs = 240_000;
const servingMs = 60_000;
/** So many transfers of money by a node show that its clients are at work. */
const atWork = 10;

/** The cluster that all transfers of a run are made in. */
export interface Bank {
  readonly access: Access;
  readonly cluster: string;
  readonly directory: NodeDirectory;
  readonly ledger: Ledger;
  readonly tellers: Tellers;
  readonly options: OperationOptions;
}

/** What one transfer was like. */
export interface TransferReport {
  /** From the beginning of the donor's script to its end. */
  readonly seconds: number;
  /** How often the script began. */
  readonly begun: number;
  readonly change: string | undefined;
  /** Money moved meanwhile, from sent to acknowledged: through any node, and through the donor. */
  readonly moved: number;
  readonly movedByDonor: number;
  /** What must not be, in sentences. */
  readonly failures: readonly string[];
}

/**
 * Fills a node anew while clients move money through all nodes, and changes the schema meanwhile where that is planned;
 * then stops the clients, waits until all nodes have replayed what there is, and compares.
 *
 * @throws GaleraError where the joiner isn't filled, or a node doesn't serve then
 */
export async function transferUnderLoad(bank: Bank, planned: PlannedTransfer): Promise<TransferReport> {
  const { directory, ledger } = bank;
  await setSstOptions(bank.access, `galera-${bank.cluster}-${planned.donor}`, [`streams=${planned.streams}`]);
  await runBy(directory, planned.donor, beforeChange(planned));
  const load = followSignal(bank.options.signal);
  const working = bank.tellers.work(load.signal);
  let filled: Filled;
  try {
    await untilAtWork(bank, directory.nodes);
    filled = await fillJoiner(bank, planned);
    await directory.refresh();
    await untilAtWork(bank, directory.nodes);
  } finally {
    load.abort();
    load.end();
    await working;
  }
  await untilCommonSeqno(directory, bank.options.signal);
  const states = [];
  // The donor first, to which the others are compared. One after another: it is much to hold in memory at once.
  for (const node of [planned.donor, ...directory.nodes.filter((each) => each !== planned.donor)]) {
    states.push(await readBankState(directory, node));
  }
  const failures = [...judgeBank(ledger, states)];
  const { change, beganMs, doneMs, begun } = filled;
  if (change !== undefined && change.sentMs > doneMs) {
    failures.push(`The change of the schema, ${change.told}, came after the transfer's end, and proves nothing`);
  }
  await runBy(directory, planned.donor, change?.after ?? []);
  const meanwhile = [...ledger.acknowledged.values()].filter(
    ({ sentAt, answeredAt }) => sentAt > beganMs && answeredAt < doneMs,
  );
  return {
    seconds: (doneMs - beganMs) / 1_000,
    begun,
    change: change?.told,
    moved: meanwhile.length,
    movedByDonor: meanwhile.filter(({ node }) => node === planned.donor).length,
    failures,
  };
}

/** How a joiner was filled; times in milliseconds since 1970. */
interface Filled {
  readonly beganMs: number;
  readonly doneMs: number;
  readonly begun: number;
  readonly change: MidwayChange | undefined;
}

async function fillJoiner(bank: Bank, planned: PlannedTransfer): Promise<Filled> {
  const { access, cluster, directory, options } = bank;
  const watch = new DonorWatch(access, cluster, directory, planned.donor, new Date());
  const inTime = followSignal(options.signal, transferMs);
  const running = followSignal(inTime.signal);
  const rebuilding = rebuildNode(
    access,
    { cluster, node: planned.joiner },
    { ...options, signal: inTime.signal },
    planned.donor,
  ).finally(() => running.abort());
  const [rebuilt, changed] = await Promise.allSettled([
    rebuilding,
    changeMidway(directory, watch, planned, running.signal),
  ]);
  inTime.end();
  running.end();
  const { begunMs, doneMs, remarks } = await watch.said();
  if (rebuilt.status === 'rejected') {
    const { message } = toGaleraError(rebuilt.reason);
    throw new GaleraError('nodeFailed', `${planned.joiner} wasn't filled: ${message}`, {
      details: [...remarks, ...(await errorsOf(access, cluster, planned.joiner))],
    });
  }
  if (changed.status === 'rejected') {
    throw new GaleraError('nodeFailed', `The schema wasn't changed in the transfer: ${String(changed.reason)}`);
  }
  if (begunMs[0] === undefined || doneMs === undefined) {
    throw new GaleraError('nodeFailed', `${planned.joiner} wasn't filled by ${planned.donor}: ${remarks.join('; ')}`);
  }
  return { beganMs: begunMs[0], doneMs, begun: begunMs.length, change: changed.value };
}

/** The last errors that a node has logged: rows that it had already, or lacked, show there. */
async function errorsOf(access: Access, cluster: string, node: string): Promise<string[]> {
  const lines = await plainLog(nodeContainer(access, cluster, node), 2_000);
  return lines.filter((line) => line.includes('[ERROR]')).slice(-5);
}

/** Waits until clients of each node have been told of that many more transfers. */
async function untilAtWork({ ledger, options }: Bank, nodes: readonly string[]): Promise<void> {
  const sinceMs = Date.now();
  let idle: string[] = [];
  const waiting = {
    signal: options.signal,
    what: `clients of ${nodes.join(', ')} to move money`,
    deadlineMs: servingMs,
    details: () => Promise.resolve([`idle: ${idle.join(', ')}`, JSON.stringify(ledger.failures)]),
  };
  await waitUntil(waiting, () => {
    const fresh = [...ledger.acknowledged.values()].filter(({ sentAt }) => sentAt >= sinceMs);
    idle = nodes.filter((node) => fresh.filter((write) => write.node === node).length < atWork);
    return Promise.resolve(idle.length === 0 ? { done: true } : 'notYet');
  });
}
