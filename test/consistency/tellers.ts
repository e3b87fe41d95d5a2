import { pause } from '../../src/cluster/async/waitUntil';
import type { Ledger } from '../chaos/ledger';
import type { NodeDirectory } from '../chaos/nodeDirectory';
import { NodeSession } from '../chaos/nodeSession';
import { Random } from '../chaos/random';
import { type Attempt, sendWrite } from '../chaos/sendWrite';
import { accountTables, receiptPlace, rowAt } from './bank';

const tellersPerNode = 2;
const betweenWritesMs = 10;
/** Longer than any hold of the donor: a write that waits for it is to be answered. */
const statementTimeoutMs = 60_000;

interface Teller {
  readonly name: number;
  readonly node: string;
  readonly random: Random;
  /** How many transfers it has begun, in the whole run. */
  begun: number;
}

/** Clients that move money between accounts of different tables, each through its own node only. */
export class Tellers {
  private readonly tellers: readonly Teller[];

  /** @param seed makes which money they move */
  constructor(
    private readonly directory: NodeDirectory,
    private readonly ledger: Ledger,
    seed: number,
  ) {
    this.tellers = directory.nodes.flatMap((node, index) =>
      Array.from({ length: tellersPerNode }, (_, which) => {
        const name = index * tellersPerNode + which;
        return { name, node, random: new Random(seed * 1_000 + name), begun: 0 };
      }),
    );
  }

  /** They work until the signal ends it; once this is done, none of them has anything under way. */
  async work(signal: AbortSignal): Promise<void> {
    await Promise.all(this.tellers.map((teller) => this.workAs(teller, signal)));
  }

  private async workAs(teller: Teller, signal: AbortSignal): Promise<void> {
    const setup = ['SET SESSION innodb_lock_wait_timeout = 3'];
    const session = new NodeSession(this.directory, teller.node, setup, statementTimeoutMs);
    while (!signal.aborted) {
      teller.begun += 1;
      const id = `${teller.name}-${teller.begun}`;
      await sendWrite(session, this.ledger, `t:${id}`, transferBy(teller, id), signal);
      await pause(betweenWritesMs, signal).catch(() => undefined);
    }
    session.drop();
  }
}

/**
 * Takes money from an account, leaves a receipt in its table, and puts the money on an account of another table. The
 * ledger's row names the accounts by their numbers, as their tables may change names. The receipt is there because a
 * node that has a row already doesn't take it again: a balance that was sent too new would be put right by what is
 * replayed.
 */
function transferBy({ name, begun, random }: Teller, id: string): Attempt {
  const from = random.pick(accountTables);
  const to = random.pick(accountTables.filter((table) => table !== from));
  const isSource = rowAt(from, random.between(0, from.accounts - 1));
  const isTarget = rowAt(to, random.between(0, to.accounts - 1));
  const amount = random.between(1, 10);
  const receipt = from.keyAt(String(receiptPlace(name, begun))).join(', ');
  let attempts = 0;
  return async (session, reached) => {
    attempts += 1;
    await session.execute('START TRANSACTION');
    await session.execute(`UPDATE bank.${from.name} SET balance = balance - ${amount} WHERE ${isSource}`);
    await session.execute(
      `INSERT INTO bank.${from.name} (${from.primaryKey}, account, balance, pad) VALUES (${receipt}, NULL, 0, '${id}')`,
    );
    await session.execute(`UPDATE bank.${to.name} SET balance = balance + ${amount} WHERE ${isTarget}`);
    await session.execute(
      `INSERT INTO bank.ledger (id, attempt, source, target, amount)
        SELECT '${id}', ${attempts}, (SELECT account FROM bank.${from.name} WHERE ${isSource}),
          (SELECT account FROM bank.${to.name} WHERE ${isTarget}), ${amount}`,
    );
    reached('commit');
    await session.execute('COMMIT');
  };
}
