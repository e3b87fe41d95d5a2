import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'mocha';
import type { Access } from '../../src/cluster/docker/access';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { heldMark, holdTransfers, letTransfersGo } from '../support/heldTransfers';
import { execute, onVolume } from '../support/inContainer';
import { untilStates } from '../support/nodeStates';
import { plainLog } from '../support/plainLog';
import { sqlOn } from '../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, untilDone } from '../support/testAccess';

const tables = ['t1', 't2', 't3', 't4'];
/** Of 1 kB each: enough to be hit in the middle of a transfer. */
const rowsPerTable = 6_000;
/** Whoever of these is asked for the state. */
export const donors = ['g1', 'g2'];

/** A client by its connection's number, and its end. */
interface Busy {
  readonly id: string;
  readonly ended: Promise<unknown>;
}

/** A cluster of three that the tests of a `describe` share, and what they do to its transfers. */
export interface TransferCluster {
  /** There once the first `before` has run. */
  readonly made: () => Access;
  readonly joiner: () => ReturnType<typeof nodeContainer>;
  /** Takes the joiner's data away, so that everything has to be sent. */
  readonly emptyJoiner: (more?: string) => Promise<void>;
  /**
   * Empties the joiner, starts it, and does something while its transfer stands still in the middle of the rows; the
   * donor.
   */
  readonly inTransfer: (action: (donor: string) => Promise<unknown>) => Promise<string>;
  readonly untilLogged: (node: string, pattern: RegExp) => Promise<void>;
  /** Statements of a client of g1, of which the last one sleeps by now. */
  readonly keepBusy: (...statements: string[]) => Promise<Busy>;
  /** What the script has said in a node's log. */
  readonly linesOf: (node: string) => Promise<string[]>;
  /** What it has said of the last transfer, which has ended by now and may have begun twice. */
  readonly lastTransfer: (node: string) => Promise<string[]>;
}

/**
 * Three nodes with some tables, of which g3 is filled in each test. After it all are to serve, and g3 to have all rows.
 */
export function transferCluster(name: string, image: string): TransferCluster {
  let access: Access;

  const joiner = (): ReturnType<typeof nodeContainer> => nodeContainer(access, name, 'g3');

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, image }, quietly);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE shop');
    for (const table of tables) {
      const fill = `INSERT INTO shop.${table} SELECT seq, REPEAT('x', 1000) FROM seq_1_to_${String(rowsPerTable)}`;
      await sqlOn(
        access,
        name,
        'g1',
        'USE shop',
        `CREATE TABLE shop.${table} (id INT PRIMARY KEY, pad VARCHAR(1000))`,
        fill,
      );
    }
  });
  beforeEach(() => startCluster(access, { name }, quietly));
  // Whatever went wrong: a restore brings everything back.
  afterEach(async function () {
    if (this.currentTest?.state !== 'passed') {
      return;
    }
    await untilStates(access, name, { g1: 'Synced', g2: 'Synced', g3: 'Synced' });
    for (const table of tables) {
      const [count] = await sqlOn(access, name, 'g3', `SELECT COUNT(*) AS n FROM shop.${table}`);
      assert.equal(count?.['n'], rowsPerTable, `${table} on g3`);
    }
  });
  after(() => dropCluster(access, name));

  return { made: () => access, joiner, emptyJoiner, inTransfer, untilLogged, keepBusy, linesOf, lastTransfer };

  async function emptyJoiner(more = 'true'): Promise<void> {
    await joiner().stop();
    await onVolume(access, image, `galera-${name}-g3`, `rm -rf /volume/data /volume/galera/seed; ${more}`);
  }

  async function inTransfer(action: (donor: string) => Promise<unknown>): Promise<string> {
    await emptyJoiner();
    await onEveryDonor(holdTransfers(1_000_000));
    try {
      await joiner().start();
      const donor = await untilHeld();
      await action(donor);
      return donor;
    } finally {
      await onEveryDonor(letTransfersGo);
    }
  }

  async function untilHeld(): Promise<string> {
    const details = (): Promise<string[]> => plainLog(joiner(), 20);
    return waitUntil(
      { signal: untilDone, what: 'a transfer in the middle of its rows', deadlineMs: 60_000, details },
      async () => {
        for (const donor of donors) {
          if ((await execute(access, `galera-${name}-${donor}`, `test -e ${heldMark}`)).exitCode === 0) {
            return { done: donor };
          }
        }
        return 'notYet';
      },
    );
  }

  async function onEveryDonor(script: string): Promise<void> {
    for (const donor of donors) {
      const { exitCode, stderr } = await execute(access, `galera-${name}-${donor}`, script);
      assert.equal(exitCode, 0, stderr);
    }
  }

  async function untilLogged(node: string, pattern: RegExp): Promise<void> {
    const lines = (): Promise<string[]> => plainLog(nodeContainer(access, name, node), 2_000);
    const waiting = {
      signal: untilDone,
      what: `${node} to log ${String(pattern)}`,
      deadlineMs: 60_000,
      details: async () => (await lines()).slice(-20),
    };
    await waitUntil(waiting, async () =>
      (await lines()).some((line) => pattern.test(line)) ? { done: true } : 'notYet',
    );
  }

  async function linesOf(node: string): Promise<string[]> {
    return (await plainLog(nodeContainer(access, name, node), 5_000)).filter((line) => line.startsWith('galera-sst: '));
  }

  async function lastTransfer(node: string): Promise<string[]> {
    const lines = await linesOf(node);
    const ended = lines.findLastIndex((line, at) => at < lines.length - 1 && /^galera-sst: (done|failed): /.test(line));
    return lines.slice(ended + 1);
  }

  async function keepBusy(...statements: string[]): Promise<Busy> {
    const ended = sqlOn(access, name, 'g1', ...statements);
    ended.catch(() => undefined);
    const waiting = {
      signal: untilDone,
      what: 'a client of g1 that sleeps',
      deadlineMs: 30_000,
      details: () => Promise.resolve([]),
    };
    const id = await waitUntil(waiting, async () => {
      const [client] = await sqlOn(
        access,
        name,
        'g1',
        "SELECT ID FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'",
      );
      return client === undefined ? 'notYet' : { done: String(client['ID']) };
    });
    return { id, ended };
  }
}
