import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { after, before, describe, it } from 'mocha';
import { idleNode } from '../../../src/cluster/operations/nodeActions';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import { StreamSilentError } from '../../../src/cluster/docker/dockerErrors';
import type { Access } from '../../../src/cluster/docker/access';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { findCredentials } from '../../../src/cluster/members/findCredentials';
import { findMembers } from '../../../src/cluster/members/members';
import { type BootReport, parseBootReport } from '../../../src/cluster/node/bootReport';
import { sealedBoot } from '../../../src/cluster/node/sealedLines';
import { hasStdin, type Order, orderLine, sendOrder } from '../../../src/cluster/node/sendOrder';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute, signalListeners } from '../../support/inContainer';
import { untilStates } from '../../support/nodeStates';
import { newest } from '../../support/serverVersions';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';

const name = testName('orders');
/** Nobody listens there, unless a test does. */
const itself = ['127.0.0.1'];

describe("Orders to a node, by its container's stdin", () => {
  let access: Access;
  let password: string;

  const container = (): ReturnType<typeof nodeContainer> => nodeContainer(access, name, 'g1');

  /** What the node has reported since its container was made. */
  async function reports(): Promise<BootReport[]> {
    return (await lastLogLines(container(), 100_000)).flatMap((line) => {
      const report = sealedBoot(line, password) === undefined ? undefined : parseBootReport(line.replaceAll(' ', '\n'));
      return report === undefined ? [] : [report];
    });
  }

  async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const details = (): Promise<string[]> => lastLogLines(container(), 50);
    return waitUntil({ signal: untilDone, what, deadlineMs: 60_000, details }, async () => {
      const seen = await look();
      return seen === undefined ? 'notYet' : { done: seen };
    });
  }

  /** The node once it waits for its turn, in a boot and turn later than those that it was seen in. */
  async function untilWaits(before: readonly BootReport[]): Promise<BootReport> {
    return until('g1 to wait', async () => {
      const last = (await reports()).slice(before.length).at(-1);
      return last?.phase === 'waiting' ? last : undefined;
    });
  }

  const send = (order: Order, signal = untilDone): Promise<void> => sendOrder(container(), order, password, signal);

  /** Writes to the container's stdin what no engine would, and ends or breaks the connection. */
  async function write(text: string | Buffer, how: 'end' | 'break' = 'end'): Promise<void> {
    const options = { stream: true, stdin: true, stdout: false, stderr: false, hijack: true };
    const stream = (await container().attach(options)) as Duplex;
    stream.on('error', () => undefined).resume();
    if (how === 'end') {
      stream.end(text);
      await finished(stream).catch(() => undefined);
    } else {
      await new Promise<void>((resolve) => stream.write(text, () => resolve()));
    }
    stream.destroy();
  }

  /** An order that shows when it is read, and leads to nothing: what was written before it has been read by then. */
  async function allIsRead({ boot, turn }: BootReport): Promise<void> {
    const tried = async (): Promise<number> =>
      (await lastLogLines(container(), 100_000)).filter((line) => line.includes(`none of ${itself.join()} opened`))
        .length;
    const triedBefore = await tried();
    await send({ boot, turn, do: 'join', peers: itself });
    await until('g1 to read all', async () => ((await tried()) > triedBefore ? true : undefined));
  }

  async function restarted(): Promise<BootReport> {
    const before = await reports();
    await container().restart({ t: 10 });
    return untilWaits(before);
  }

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 1, image: newest.image }, quietly);
    password = (await findCredentials(access, await findMembers(access, name)))?.monitorPassword ?? '';
    await idleNode(access, { cluster: name, node: 'g1' }, quietly);
    const before = await reports();
    await container().start();
    await untilWaits(before);
  });
  after(() => dropCluster(access, name));

  it('a container that the engine makes takes them, and counts its turns', async () => {
    assert.equal(hasStdin(await container().inspect()), true);
    assert.deepEqual([(await reports()).at(-1)?.phase, (await reports()).at(-1)?.turn], ['waiting', 1]);
  });

  it('takes none that is cut off, made up, late, too long, or for another turn, boot or cluster', async () => {
    const waits = (await reports()).at(-1);
    assert.ok(waits !== undefined);
    const { boot, turn } = waits;
    const good = orderLine({ boot, turn, do: 'found' }, password);
    const bad: readonly (string | Buffer)[] = [
      '\n',
      Buffer.from([0, 255, 10, 0, 0, 10]),
      `${good.slice(0, -1)}\n`,
      `${good.slice(1)}\n`,
      `${good} \n`,
      `${good}${good}\n`,
      `${orderLine({ boot, turn: turn + 1, do: 'found' }, password)}\n`,
      `${orderLine({ boot, turn: 0, do: 'found' }, password)}\n`,
      `${orderLine({ boot: boot.replace(/.$/, (last) => (last === '0' ? '1' : '0')), turn, do: 'found' }, password)}\n`,
      `${orderLine({ boot, turn, do: 'found' }, 'x'.repeat(32))}\n`,
      `${good.replace('do=found', 'do=join peers=127.0.0.2')}\n`,
      `${'x'.repeat(60_000)}${good}\n`,
    ];
    for (const text of bad) {
      await write(text);
    }
    // An engine that was killed in the middle of a line, and one before it wrote any.
    await write(good.slice(0, 40), 'break');
    await write('', 'break');
    await write('\n');
    await allIsRead(waits);
    assert.deepEqual((await reports()).at(-1), waits);
    assert.equal(
      (await lastLogLines(container(), 100_000)).some((line) => line.includes('127.0.0.2')),
      false,
    );
  });

  it('takes none of an earlier run in the next, also where it came in between', async () => {
    const before = await reports();
    const old = before.at(-1);
    assert.ok(old !== undefined);
    const { boot, turn } = old;
    await container().stop({ t: 10 });
    await assert.rejects(send({ boot, turn, do: 'found' }), StreamSilentError);
    await container().start();
    const waits = await untilWaits(before);
    assert.notEqual(waits.boot, boot);
    await send({ boot, turn, do: 'found' });
    await allIsRead(waits);
    assert.deepEqual((await reports()).at(-1), waits);
  });

  it('goes on reading when its server has ended and it waits again, and takes none of the turn before', async () => {
    const waits = await restarted();
    const { boot, turn } = waits;
    // Its server ends at once: the port is in use by this very program, which lets it think that someone is there.
    await execute(
      access,
      `galera-${name}-g1`,
      'socat TCP-LISTEN:4567,fork /dev/null >/dev/null 2>&1 & echo $! >/run/socat',
    );
    const before = await reports();
    await Promise.all(Array.from({ length: 3 }, () => send({ boot, turn, do: 'join', peers: itself })));
    const next = await untilWaits(before);
    assert.deepEqual([next.boot, next.turn], [boot, turn + 1]);
    await execute(access, `galera-${name}-g1`, 'kill $(cat /run/socat)');
    await allIsRead(next);
    assert.deepEqual(
      (await reports()).slice(before.length).map(({ phase }) => phase),
      ['joining', 'stopped', 'waiting'],
    );
  });

  it('takes the right one, once, however often it comes', async () => {
    const waits = (await reports()).at(-1);
    assert.ok(waits !== undefined);
    const { boot, turn } = waits;
    for (let times = 0; times < 3; times += 1) {
      await send({ boot, turn, do: 'found' });
    }
    await untilStates(access, name, { g1: 'Synced' });
    assert.deepEqual(
      (await reports()).slice(-2).map((each) => [each.phase, each.turn]),
      [
        ['waiting', turn],
        ['bootstrapping', turn],
      ],
    );
  });

  it("isn't waited for for ever where nobody reads, and no longer than anybody wants it", async () => {
    const { boot, turn } = (await reports()).at(-1) ?? { boot: '', turn: 0 };
    await signalListeners(access, `galera-${name}-g1`, 'STOP');
    await write(Buffer.alloc(300_000, 'x'), 'break');
    await assert.rejects(send({ boot, turn, do: 'found' }), StreamSilentError);
    const cancelled = new AbortController();
    const sending = send({ boot, turn, do: 'found' }, cancelled.signal);
    cancelled.abort();
    await assert.rejects(sending, (error) => GaleraError.is(error, 'aborted'));
    await signalListeners(access, `galera-${name}-g1`, 'CONT');
  });

  it('is started and stopped by the engine after all that', async () => {
    await idleNode(access, { cluster: name, node: 'g1' }, quietly);
    await startCluster(access, { name }, quietly);
    await untilStates(access, name, { g1: 'Synced' });
  });
});
