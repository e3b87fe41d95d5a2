import assert from 'node:assert/strict';
import type { Access } from '../../src/cluster/docker/access';
import { sqlAsTold, sqlOn } from './sql';

/** Numbered writes to a cluster, each acknowledged, to be found again on every node whatever happened in between. */
export class Ledger {
  private written = 0;

  constructor(
    private readonly access: Access,
    private readonly cluster: string,
  ) {}

  async open(node: string): Promise<void> {
    await sqlOn(
      this.access,
      this.cluster,
      node,
      'CREATE DATABASE IF NOT EXISTS ledger',
      'CREATE TABLE IF NOT EXISTS ledger.entries (n INT PRIMARY KEY, node VARCHAR(4))',
    );
  }

  /** Writes the next entry through a node. */
  async write(node: string): Promise<void> {
    this.written += 1;
    await sqlOn(
      this.access,
      this.cluster,
      node,
      `INSERT INTO ledger.entries VALUES (${String(this.written)}, '${node}')`,
    );
  }

  /** Every acknowledged entry is on every named node, for whoever logs in as the nodes tell. */
  async assertOn(nodes: readonly string[]): Promise<void> {
    for (const node of nodes) {
      const rows = await sqlAsTold(this.access, this.cluster, node, 'SELECT n FROM ledger.entries ORDER BY n');
      const found = rows.map((row) => row['n'] as number);
      assert.deepEqual(
        found,
        Array.from({ length: this.written }, (_, index) => index + 1),
        `on ${node}`,
      );
    }
  }
}
