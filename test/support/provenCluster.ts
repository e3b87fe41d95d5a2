import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'mocha';
import type { Access } from '../../src/cluster/docker/access';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { readCluster } from '../../src/cluster/view/readClusters';
import { Ledger } from './ledger';
import { dropCluster, nodeContainer, quietly, testAccess, untilDone } from './testAccess';

/** A cluster that the tests of a `describe` share, and ways to treat it badly. */
export interface ProvenCluster {
  /** There once the first `before` has run, as is the ledger. */
  readonly made: () => { readonly access: Access; readonly ledger: Ledger };
  readonly at: (node: string) => { readonly cluster: string; readonly node: string };
  readonly start: () => Promise<unknown>;
  readonly kill: (node: string) => Promise<unknown>;
}

/**
 * Three nodes, to which something is written before each test; after it they are to be whole, of the same history, and
 * to hold each write that was ever acknowledged.
 */
export function provenCluster(name: string, image: string): ProvenCluster {
  let access: Access;
  let ledger: Ledger;
  let stateUuid: string | null;

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    const { cluster } = await startCluster(access, { name, image }, quietly);
    stateUuid = cluster.stateUuid;
    ledger = new Ledger(access, name);
    await ledger.open('g1');
  });
  beforeEach(() => ledger.write('g1'));
  afterEach(async function () {
    if (this.currentTest?.state !== 'passed') {
      return;
    }
    const cluster = await readCluster(access, name, untilDone);
    assert.deepEqual([cluster.health, cluster.stateUuid], ['healthy', stateUuid], 'the same history goes on, whole');
    await ledger.assertOn(cluster.nodes.map((node) => node.name));
  });
  after(() => dropCluster(access, name));

  return {
    made: () => ({ access, ledger }),
    at: (node) => ({ cluster: name, node }),
    start: () => startCluster(access, { name }, quietly),
    kill: (node) => nodeContainer(access, name, node).kill(),
  };
}
