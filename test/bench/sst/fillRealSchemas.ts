import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putFiles } from '../../../src/cluster/docker/containerFiles';
import { execute } from '../../support/inContainer';
import { DebianPackages } from './debianPackages';
import { aside, type DonorData, refill, writeAside } from './donorData';
import { lastLine } from './lastLine';
import { realSchemas, type Schema } from './realSchemas';
import type { SstPair } from './sstPair';

const inContainer = '/tmp/schema.sql';

async function load(pair: SstPair, { name, sql }: Schema): Promise<void> {
  const before = [...aside, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`, `USE ${name}`];
  const content = `${before.join(';\n')};\n${sql}`;
  await putFiles(pair.container('donor'), [{ path: inContainer, content, mode: 0o644 }]);
  const client = 'mariadb -uroot -h127.0.0.1 --default-character-set=utf8mb4';
  const line = `${client} <${inContainer}; status=$?; rm ${inContainer}; exit $status`;
  const { exitCode, stderr } = await execute(pair.access, pair.nameOf('donor'), line);
  if (exitCode !== 0) {
    await writeAside(pair, [[`DROP DATABASE IF EXISTS ${name}`]]);
    throw new Error(stderr);
  }
}

async function fetchSchemas(say: (line: string) => void): Promise<Schema[]> {
  const folder = await mkdtemp(join(tmpdir(), 'galera-bench-'));
  try {
    return await realSchemas(new DebianPackages(folder), say);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Puts schemas of real applications and their first data on the donor, in the place of what was there: from Debian
 * packages that are fetched for it. What can't be had, or this server doesn't take, is told and left out.
 */
export async function fillRealSchemas(pair: SstPair, say: (line: string) => void): Promise<DonorData> {
  const schemas = await fetchSchemas(say);
  return refill(pair, async () => {
    for (const schema of schemas) {
      try {
        await load(pair, schema);
      } catch (error) {
        say(`  real schemas without ${schema.name}: ${lastLine(error)}`);
      }
    }
  });
}
