import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'mocha';
import type { Engine } from '../../src/cluster/docker/engine';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { readCluster } from '../../src/cluster/view/readClusters';
import { Ledger } from './ledger';
import { dropCluster, nodeContainer, quietly, testEngine, untilDone } from './testEngine';

/** A cluster that the tests of a `describe` share, and ways to treat it badly. */
export interface ProvenCluster {
  /** There once the first `before` has run, as is the ledger. */
  readonly made: () => { readonly engine: Engine; readonly ledger: Ledger };
  readonly at: (node: string) => { readonly cluster: string; readonly node: string };
  readonly start: () => Promise<unknown>;
  readonly kill: (node: string) => Promise<unknown>;
}

/**
 * Three nodes, to which something is written before each test; after it they are to be whole, of the same history, and
 * to hold each write that was ever acknowledged.
 */
export function provenCluster(name: string, image: string): ProvenCluster {
  let engine: Engine;
  let ledger: Ledger;
  let stateUuid: string | null;

  before(async () => {
    engine = await testEngine();
    await dropCluster(engine, name);
    const { cluster } = await startCluster(engine, { name, image }, quietly);
    stateUuid = cluster.stateUuid;
    ledger = new Ledger(engine, name);
    await ledger.open('g1');
  });
  beforeEach(() => ledger.write('g1'));
  afterEach(async function () {
    if (this.currentTest?.state !== 'passed') {
      return;
    }
    const cluster = await readCluster(engine, name, untilDone);
    assert.deepEqual([cluster.health, cluster.stateUuid], ['healthy', stateUuid], 'the same history goes on, whole');
    await ledger.assertOn(cluster.nodes.map((node) => node.name));
  });
  after(() => dropCluster(engine, name));

  return {
    made: () => ({ engine, ledger }),
    at: (node) => ({ cluster: name, node }),
    start: () => startCluster(engine, { name }, quietly),
    kill: (node) => nodeContainer(engine, name, node).kill(),
  };
}
