import assert from 'node:assert/strict';
import { killCluster } from '../../../../src/cluster/operations/killCluster';
import { idleNode } from '../../../../src/cluster/operations/nodeActions';
import { rebuildNode } from '../../../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../../../src/cluster/operations/restoreNode';
import type { Access } from '../../../../src/cluster/docker/access';
import type { Transfer } from '../../../../src/cluster/vocabulary/model';
import type { Progress } from '../../../../src/cluster/vocabulary/progress';
import { startCluster } from '../../../../src/cluster/operations/startCluster';
import { sstMethodNames, sstMethods } from '../../../../src/sst/methods';
import { fill } from '../../../support/fill';
import { isAll, itInMatrix, newest, serverVersions } from '../../../support/serverVersions';
import { sqlOn } from '../../../support/sql';
import { dropCluster, quietly, resourcesOf, tellingAccess, testAccess, testName } from '../../../support/testAccess';

const { image } = newest;

const byFiles = sstMethodNames.filter((each) => sstMethods[each].receives === 'files');
const onVersions = byFiles
  .flatMap((each) => serverVersions.map((one) => ({ method: each, ...one })))
  .filter(({ version }) => isAll || version === newest.version);
for (const { method, version, image, itThoroughly } of onVersions) {
  describe(`A cluster of ${version} with SST by ${method}`, () => {
    const name = testName(`sst-${method}-${version.replace('.', '-')}`);
    let access: Access;
    let lines: string[];

    before(async () => {
      ({ access, told: lines } = await tellingAccess());
      await dropCluster(access, name);
      // The image has neither stunnel nor openssl, which these need for TLS.
      await startCluster(access, { name, nodes: 2, image, sstMethod: method, tls: false }, quietly);
      await fill(access, name, 'g1', 'load_of_a_test', ['entries'], 10);
    });
    after(() => dropCluster(access, name));

    const checksums = async (): Promise<unknown[]> => {
      const rows = await Promise.all(
        ['g1', 'g2'].map((node) => sqlOn(access, name, node, 'CHECKSUM TABLE load_of_a_test.entries')),
      );
      return rows.map(([row]) => row?.['Checksum'] as unknown);
    };

    it('fills a rebuilt node by it, shows it as Joiner with its donor, and says so in the log', async () => {
      const transfers: Transfer[] = [];
      const onProgress = (progress: Progress): void => {
        if (progress.kind === 'transfer') {
          transfers.push(progress.transfer);
        }
      };
      await rebuildNode(access, { cluster: name, node: 'g2' }, { ...quietly, onProgress });
      assert.ok(
        transfers.some(
          (transfer) => transfer.method === method && transfer.donor === 'g1' && transfer.percent === null,
        ),
      );
      assert.match(lines.at(-1) ?? '', new RegExp(`^g2 ← g1: SST by ${method}, [\\d.]+ s; g2 held no state\\.$`));
      const [donor, joiner] = await checksums();
      assert.equal(joiner, donor);
    });

    itThoroughly('brings a node back by IST all the same', async () => {
      await idleNode(access, { cluster: name, node: 'g2' }, quietly);
      await sqlOn(access, name, 'g1', 'DELETE FROM load_of_a_test.entries WHERE id < 100');
      assert.equal((await restoreNode(access, { cluster: name, node: 'g2' }, quietly)).method, 'ist');
      const [donor, joiner] = await checksums();
      assert.equal(joiner, donor);
    });

    (method === 'rsync' ? itThoroughly : itInMatrix)('comes back from a crash of all nodes', async () => {
      await killCluster(access, name, quietly);
      const { cluster } = await startCluster(access, { name }, quietly);
      assert.equal(cluster.health, 'healthy');
      const [donor, joiner] = await checksums();
      assert.equal(joiner, donor);
    });

    itThoroughly('refuses to be another', async () => {
      const asked = { name, sstMethod: 'mysqldump' };
      await assert.rejects(startCluster(access, asked, quietly), {
        code: 'clusterDiffers',
        message: new RegExp(method),
      });
    });
  });
}

describe('An image without what a method needs', () => {
  it('is refused before anything is made', async () => {
    const access = await testAccess();
    const name = testName('method-missing');
    const tag = 'galera-clusters/test:no-rsync';
    const container = await access.docker.createContainer({
      Image: image,
      Entrypoint: ['rm', '/usr/bin/rsync'],
      Cmd: [],
      Labels: access.scope,
    });
    try {
      await container.start();
      await container.wait();
      const [repo = '', version = ''] = tag.split(':');
      await container.commit({ repo, tag: version });
      const refusal = startCluster(access, { name, nodes: 1, image: tag, sstMethod: 'rsync', tls: false }, quietly);
      await assert.rejects(refusal, {
        code: 'sstMethodMissing',
        message: `The image ${tag} can't do SST by rsync: it has no rsync.`,
      });
      assert.deepEqual(await resourcesOf(access, name), []);
    } finally {
      await container.remove({ force: true, v: true });
      await access.docker.getImage(tag).remove({ force: true });
    }
  });
});
