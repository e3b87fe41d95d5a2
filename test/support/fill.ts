import type { Access } from '../../src/cluster/docker/access';
import { sqlOn } from './sql';

/** Makes tables of rows of 1 kB until each has about that many megabytes, half a one with each writeset. */
export async function fill(
  access: Access,
  cluster: string,
  node: string,
  database: string,
  tables: readonly string[],
  megabytes: number,
): Promise<void> {
  await sqlOn(access, cluster, node, `CREATE DATABASE IF NOT EXISTS ${database}`);
  for (const table of tables) {
    await sqlOn(
      access,
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
