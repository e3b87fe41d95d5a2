import type { Engine } from '../../src/cluster/docker/engine';
import { sqlOn } from './sql';

/** Makes tables of rows of 1 kB until each has about that many megabytes, half a one with each writeset. */
export async function fill(
  engine: Engine,
  cluster: string,
  node: string,
  database: string,
  tables: readonly string[],
  megabytes: number,
): Promise<void> {
  await sqlOn(engine, cluster, node, `CREATE DATABASE IF NOT EXISTS ${database}`);
  for (const table of tables) {
    await sqlOn(
      engine,
      cluster,
      node,
      `USE ${database}`,
      `CREATE TABLE ${table} (id INT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(1000))`,
      ...Array.from(
        { length: megabytes * 2 },
        () => `INSERT INTO ${table} (text) SELECT REPEAT(MD5(seq), 31) FROM seq_1_to_500`,
      ),
    );
  }
}
