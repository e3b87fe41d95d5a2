import assert from 'node:assert/strict';
import { accessSync, appendFileSync, constants } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { killCluster } from '../../../src/cluster/operations/killCluster';
import { killNode } from '../../../src/cluster/operations/nodeActions';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import { putFiles, readFile } from '../../../src/cluster/docker/containerFiles';
import { hasReadableLog, lastLogLines } from '../../../src/cluster/docker/containerLogs';
import type { Access } from '../../../src/cluster/docker/access';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute } from '../../support/inContainer';
import { Ledger } from '../../support/ledger';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

/** Docker's files are root's, and maybe another machine's. */
function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const name = testName('boot');
const { image } = newest;
const patienceMs = 120_000;
/** Stands before the server itself in PATH. */
const inItsPlace = '/usr/local/sbin/mariadbd';

// Its socket is where the start script doesn't look, so that it seems to serve nobody; whoever joins it doesn't mind.
const hangs = `#!/bin/bash
case " $* " in *' --wsrep-new-cluster '*) rm ${inItsPlace}; set -- "$@" --socket=/tmp/elsewhere ;; esac
exec /usr/sbin/mariadbd "$@"
`;

// Goes on for as long as it isn't let go, and says so.
const recoversLong = `#!/bin/bash
case " $* " in *' --wsrep-recover '*) until [ -e /tmp/go ]; do echo 'InnoDB: To recover: many pages'; sleep 1; done ;; esac
exec /usr/sbin/mariadbd "$@"
`;

describe('A node that takes long to recover, whose files a full disk broke off, or whose server hangs once it has founded', () => {
  let access: Access;
  let ledger: Ledger;

  const inNode = async (node: string, line: string): Promise<string> =>
    (await execute(access, `galera-${name}-${node}`, line)).stdout;
  const put = (node: string, content: string): Promise<void> =>
    putFiles(nodeContainer(access, name, node), [{ path: inItsPlace, content, mode: 0o755 }]);
  const phaseOf = async (node: string): Promise<string> =>
    /^phase=(.*)$/m.exec(await inNode(node, `cat ${nodePaths.boot}`))?.[1] ?? '';

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, image, nodes: 2 }, quietly);
    ledger = new Ledger(access, name);
    await ledger.open('g1');
    await ledger.write('g1');
  });
  after(() => dropCluster(access, name));

  it('a recovery that is under way goes on when the start is cancelled', async () => {
    await killCluster(access, name, quietly);
    await put('g1', recoversLong);
    const cancel = new AbortController();
    const cancelled = assert.rejects(startCluster(access, { name }, { ...quietly, signal: cancel.signal }));
    const what = 'g1 to say that it recovers';
    await waitUntil(
      { signal: untilDone, what, deadlineMs: patienceMs, details: () => Promise.resolve([]) },
      async () =>
        (await nodeContainer(access, name, 'g1').inspect()).State.Running && (await phaseOf('g1')) === 'recovering'
          ? { done: true }
          : 'notYet',
    );
    cancel.abort();
    await cancelled;
    assert.equal(await phaseOf('g1'), 'recovering');
    assert.equal((await nodeContainer(access, name, 'g2').inspect()).State.Running, false, 'g2 is down again');
    await inNode('g1', `touch /tmp/go; rm ${inItsPlace}`);
    await startCluster(access, { name }, quietly);
    await ledger.assertOn(['g1', 'g2']);
  });

  it('a founder that was ended because it hung founds again only when the guard says so: others may have joined it', async () => {
    await stopCluster(access, name, quietly);
    await Promise.all([put('g1', hangs), put('g2', hangs)]);
    await startCluster(access, { name }, quietly);
    // What the founder does once it has been ended.
    const next = (lines: readonly string[]): string | undefined => {
      const at = lines.findIndex((line) => /serves nobody/.test(line));
      const said =
        at < 0
          ? []
          : lines
              .slice(at)
              .flatMap((line) => /waiting for a member or for the token|bootstrapping|joining/.exec(line)?.[0] ?? []);
      return said[0];
    };
    const what = 'the founder to go on after its end';
    const said = await waitUntil(
      { signal: untilDone, what, deadlineMs: patienceMs, details: () => Promise.resolve([]) },
      async () => {
        const logs = await Promise.all(
          ['g1', 'g2'].map((node) => lastLogLines(nodeContainer(access, name, node), 2_000)),
        );
        const done = logs.map(next).find((each) => each !== undefined);
        return done === undefined ? 'notYet' : { done };
      },
    );
    assert.equal(said, 'waiting for a member or for the token');
    await startCluster(access, { name }, quietly);
    await ledger.assertOn(['g1', 'g2']);
  });

  it('a gap in a log that Docker reads on behind is noticed', async function () {
    const says =
      'for i in {1..300}; do printf "%d %0*d\\n" $i $((i % 200)) 0; done; sleep 0.3; for i in {1..30}; do echo later $i; sleep 0.01; done';
    const container = await access.docker.createContainer({
      Image: image,
      Entrypoint: ['bash', '-c', says],
      Cmd: [],
      Labels: access.scope,
    });
    try {
      const run = async (): Promise<void> => {
        await container.start();
        await container.wait();
      };
      await run();
      assert.ok(await hasReadableLog(container));
      const { LogPath: log } = await container.inspect();
      if (!canWrite(log ?? '')) {
        this.skip();
      }
      appendFileSync(log ?? '', '{"log":"galera-boot: boot');
      await run();
      assert.equal(await hasReadableLog(container), false);
      await run();
      assert.equal(await hasReadableLog(container), false);
    } finally {
      await container.remove({ force: true, v: true });
    }
  });

  it('half a line in the log and half the credentials, as a full disk leaves them, keep no node from coming back', async function () {
    const logs = await Promise.all(
      ['g1', 'g2'].map(async (node) => (await nodeContainer(access, name, node).inspect()).LogPath),
    );
    if (!logs.every((log) => canWrite(log))) {
      this.skip();
    }
    const breakOff = (log: string | undefined): void => {
      appendFileSync(log ?? '', '{"log":"galera-boot: boot');
    };
    const { password } = await readConnection(access, name, untilDone);
    await stopCluster(access, name, quietly);
    logs.forEach(breakOff);
    for (const node of ['g1', 'g2']) {
      const container = nodeContainer(access, name, node);
      const whole = (await readFile(container, nodePaths.credentials)) ?? '';
      await putFiles(container, [{ path: nodePaths.credentials, content: whole.slice(0, -20), mode: 0o600 }]);
    }
    await startCluster(access, { name }, quietly);
    assert.equal((await readConnection(access, name, untilDone)).password, password);
    await ledger.assertOn(['g1', 'g2']);
    // Of one that serves; the other's has been gone on behind it.
    breakOff((await nodeContainer(access, name, 'g1').inspect()).LogPath);
    await killNode(access, { cluster: name, node: 'g2' }, quietly);
    await restoreNode(access, { cluster: name, node: 'g2' }, quietly);
    await ledger.assertOn(['g1', 'g2']);
    const { nodes } = await readCluster(access, name, untilDone);
    assert.deepEqual(
      nodes.map(({ state }) => state),
      ['Synced', 'Synced'],
    );
    assert.ok(await hasReadableLog(nodeContainer(access, name, 'g2')), 'its log can be read again');
  });
});
