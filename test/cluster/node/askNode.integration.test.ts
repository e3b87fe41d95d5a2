import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { after, before, describe, it } from 'mocha';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import type { Access } from '../../../src/cluster/docker/access';
import { readFile } from '../../../src/cluster/docker/containerFiles';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import { findCredentials } from '../../../src/cluster/members/findCredentials';
import { findMembers } from '../../../src/cluster/members/members';
import { publishMemberList } from '../../../src/cluster/members/publishMemberList';
import { askNode } from '../../../src/cluster/node/askNode';
import { previousEndOf, readScripts } from '../../../src/cluster/node/journal';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import type { Request } from '../../../src/cluster/node/sendOrder';
import { idleNode } from '../../../src/cluster/operations/nodeActions';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { transferFactsOf } from '../../../src/cluster/view/transfer/transferFacts';
import { signalListeners } from '../../support/inContainer';
import { newest } from '../../support/serverVersions';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';

const name = testName('asked');
/** A newer list each time. */
let asOfMs = 0;
const listOf = (members: string): string => {
  asOfMs = Math.max(asOfMs + 1, Date.now());
  return `# ${String(asOfMs)}\n${members}`;
};
const others = 'g1 10.0.0.1 3306 4567 4568\ng2 10.0.0.2 3306 4567 4568\n';

describe('What a node is asked', () => {
  let access: Access;
  let password: string;

  const container = (): ReturnType<typeof nodeContainer> => nodeContainer(access, name, 'g1');
  const members = async (): Promise<string | undefined> =>
    (await readFile(container(), nodePaths.members))?.replace(/^# \d+\n/, '');
  const ask = async (request: Request): ReturnType<typeof askNode> =>
    askNode(container(), (await container().inspect()).State, request, password, untilDone);

  /** The bytes of its databases, once it has been given another list of members, and its own again. */
  async function answers(): Promise<number | undefined> {
    const kept = await members();
    assert.ok((await ask({ do: 'members', list: listOf(others) })) !== undefined);
    assert.equal(await members(), others);
    assert.ok((await ask({ do: 'members', list: listOf(kept ?? '') })) !== undefined);
    assert.equal(await members(), kept);
    const facts = transferFactsOf((await ask({ do: 'measure' })) ?? new Map<string, string>(), 0);
    assert.match(facts?.version ?? '', /MariaDB/);
    return facts?.dataBytes;
  }

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 1, image: newest.image }, quietly);
    password = (await findCredentials(access, await findMembers(access, name)))?.monitorPassword ?? '';
  });
  after(() => dropCluster(access, name));

  it('is answered while its server runs, whatever else comes in', async () => {
    for (const text of ['x'.repeat(20_000), '\ngalera-order: half a line', '\n']) {
      const how = { stream: true, stdin: true, stdout: false, stderr: false, hijack: true };
      const stream = (await container().attach(how)) as Duplex;
      await new Promise<void>((resolve) => stream.write(text, () => resolve()));
      stream.destroy();
    }
    assert.ok(((await answers()) ?? 0) > 1_000_000);
  });

  it("isn't answered while it is frozen, and is not waited for; its files have it all the same", async () => {
    const { State: state } = await container().inspect();
    const kept = await members();
    await container().pause();
    try {
      // Who asks has looked before it was frozen.
      const list = listOf(others);
      assert.equal(await askNode(container(), state, { do: 'members', list }, password, untilDone), undefined);
      await publishMemberList(container(), 'g1', list, password, untilDone);
      assert.equal(await members(), others);
    } finally {
      await container().unpause();
    }
    await publishMemberList(container(), 'g1', listOf(kept ?? ''), password, untilDone);
    assert.equal(await members(), kept);
  });

  it('has forgotten nobody when it hears of members later than of those that came after them', async () => {
    const kept = await members();
    const [early, late] = [listOf('g1 10.0.0.1 3306 4567 4568\n'), listOf(others)];
    await signalListeners(access, `galera-${name}-g1`, 'STOP');
    assert.equal(await ask({ do: 'members', list: early }), undefined);
    await publishMemberList(container(), 'g1', late, password, untilDone);
    await signalListeners(access, `galera-${name}-g1`, 'CONT');
    // What it answers now it has read behind those.
    assert.ok((await ask({ do: 'measure' })) !== undefined);
    assert.equal(await members(), others);
    await publishMemberList(container(), 'g1', listOf(kept ?? ''), password, untilDone);
    assert.equal(await members(), kept);
  });

  it('is answered while it waits', async () => {
    await idleNode(access, { cluster: name, node: 'g1' }, quietly);
    await container().start();
    await waitUntil(
      { signal: untilDone, what: 'g1 to wait', deadlineMs: 60_000, details: () => lastLogLines(container(), 50) },
      async () => {
        const previousEnd = previousEndOf((await container().inspect()).State);
        const scripts = await readScripts({ container: container(), previousEnd, monitorPassword: password });
        return scripts?.report?.phase === 'waiting' ? { done: true } : 'notYet';
      },
    );
    assert.ok(((await answers()) ?? 0) > 1_000_000);
  });
});
