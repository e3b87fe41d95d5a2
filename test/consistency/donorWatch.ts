import type { RowDataPacket } from 'mysql2/promise';
import type { Access } from '../../src/cluster/docker/access';
import { stampOf } from '../../src/cluster/docker/containerLogs';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { sstUser } from '../../src/cluster/node/credentials';
import type { NodeDirectory } from '../chaos/nodeDirectory';
import { NodeSession } from '../chaos/nodeSession';
import { plainLog } from '../support/plainLog';
import { nodeContainer } from '../support/testAccess';
import { accountTables } from './bank';
import type { Moment } from './planTransfers';

const momentMs = 60_000;
const timeoutMs = 30_000;
const logLines = 2_000;

/** What a donor's log says of its transfers; times in milliseconds since 1970. */
export interface SaidOfTransfers {
  /** When its script began: more than once where it had to begin again. */
  readonly begunMs: readonly number[];
  /** It knows which tables there are. */
  readonly planned: boolean;
  readonly doneMs: number | undefined;
  /** Why the script failed, and what it noted and warned of. */
  readonly remarks: readonly string[];
}

/** Reads what the log says since a moment, each line with Docker's time before it. */
export function readSaid(stamped: readonly string[]): SaidOfTransfers {
  const lines = stamped.flatMap((line) => {
    const said = /^\S+ galera-sst: (.*)/.exec(line)?.[1];
    return said === undefined ? [] : [{ said, at: stampOf(line) }];
  });
  const at = (beginning: string): number[] =>
    lines.filter(({ said }) => said.startsWith(beginning)).map(({ at: time }) => time);
  return {
    begunMs: at('started: method=mysqldump '),
    planned: at('progress: ').length > 0,
    doneMs: at('done: ').at(-1),
    remarks: lines.flatMap(({ said }) => (/^(failed|note|warning): /.test(said) ? [said] : [])),
  };
}

/** Of a statement that reads a table's rows, which table with accounts it is. */
export function tableRead(statement: string): string | undefined {
  const table = / FROM `bank`\.`(\w+)`/.exec(statement)?.[1];
  return accountTables.find(({ name }) => name === table)?.name;
}

/** Looks at a donor while it fills a joiner. */
export class DonorWatch {
  /** @param since what happened earlier is another transfer's */
  constructor(
    private readonly access: Access,
    private readonly cluster: string,
    private readonly directory: NodeDirectory,
    readonly donor: string,
    private readonly since: Date,
  ) {}

  async said(): Promise<SaidOfTransfers> {
    const container = nodeContainer(this.access, this.cluster, this.donor);
    return readSaid(await plainLog(container, logLines, { since: this.since, stamped: true }));
  }

  /**
   * Waits for a moment of the transfer.
   *
   * @returns a table with accounts that is being read then, where that is the moment
   * @throws GaleraError `deadline`, and `aborted` by the signal
   */
  async untilMoment(moment: Moment, signal: AbortSignal): Promise<string | undefined> {
    const session = new NodeSession(this.directory, this.donor, ['SET SESSION wsrep_sync_wait = 0'], timeoutMs);
    const details = async (): Promise<readonly string[]> => (await this.said()).remarks;
    const what = `${this.donor} to have ${moment} its transfer`;
    try {
      return await waitUntil({ signal, what, deadlineMs: momentMs, details }, async () => {
        if (moment === 'reading') {
          const table = await this.beingRead(session);
          return table === undefined ? 'notYet' : { done: table };
        }
        const { begunMs, planned } = await this.said();
        return (moment === 'begun' ? begunMs.length > 0 : planned) ? { done: undefined } : 'notYet';
      });
    } finally {
      session.drop();
    }
  }

  private async beingRead(session: NodeSession): Promise<string | undefined> {
    const clients = await session.rows<RowDataPacket & { info: string }>(
      'SELECT INFO AS info FROM information_schema.PROCESSLIST WHERE USER = ? AND INFO IS NOT NULL',
      [sstUser],
    );
    return clients.map(({ info }) => tableRead(info)).find((table) => table !== undefined);
  }
}
