import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { realSchemas } from './realSchemas';

describe('schemas of real applications for the benchmark of state transfers', () => {
  let folder = '';
  let told: string[] = [];
  const put = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const schemasOf = async (...packages: string[]): Promise<[string, string][]> => {
    const fetch = (name: string): Promise<string> =>
      packages.includes(name)
        ? Promise.resolve(folder)
        : Promise.reject(new Error(`Command failed: apt-get download ${name}\nE: Unable to locate package ${name}\n`));
    const schemas = await realSchemas({ fetch }, (line) => told.push(line));
    return schemas.map(({ name, sql }) => [name, sql]);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'galera-schemas-'));
    told = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are those that can be had, and says which cannot, and why', async () => {
    put('usr/share/cacti/conf_templates/cacti.sql', 'CREATE TABLE host (id INT);');
    assert.deepEqual(await schemasOf('cacti', 'icingadb'), [['cacti', 'CREATE TABLE host (id INT);']]);
    assert.equal(told.length, 4);
    assert.equal(
      told[0],
      '  real schemas without zabbix-server-mysql: E: Unable to locate package zabbix-server-mysql',
    );
    assert.match(told[2] ?? '', /^ {2}real schemas without icingadb: ENOENT/);
  });

  it('are unpacked, and come in the order of their files', async () => {
    for (const part of ['data', 'images', 'schema']) {
      put(`usr/share/zabbix-server-mysql/${part}.sql.gz`, gzipSync(`SELECT '${part}';`));
    }
    assert.deepEqual(await schemasOf('zabbix-server-mysql'), [
      ['zabbix', "SELECT 'schema';\nSELECT 'images';\nSELECT 'data';"],
    ]);
  });
});
