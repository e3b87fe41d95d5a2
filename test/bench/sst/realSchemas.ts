import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { lastLine } from './lastLine';

/** An application whose schema and first data a Debian package brings along. */
interface Application {
  readonly name: string;
  readonly package: string;
  /** Where in the package, in the order in which they are loaded; `.gz` is unpacked. */
  readonly files: readonly string[];
}

/** An application's database, and the SQL that fills it. */
export interface Schema {
  readonly name: string;
  readonly sql: string;
}

const zabbix = 'usr/share/zabbix-server-mysql';
const mediawiki = 'usr/share/mediawiki';
const applications: readonly Application[] = [
  {
    name: 'zabbix',
    package: 'zabbix-server-mysql',
    files: ['schema', 'images', 'data'].map((part) => `${zabbix}/${part}.sql.gz`),
  },
  { name: 'icinga', package: 'icinga2-ido-mysql', files: ['usr/share/icinga2-ido-mysql/schema/mysql.sql'] },
  { name: 'icingadb', package: 'icingadb', files: ['usr/share/icingadb/schema/mysql/schema.sql'] },
  { name: 'cacti', package: 'cacti', files: ['usr/share/cacti/conf_templates/cacti.sql'] },
  {
    name: 'mediawiki',
    package: 'mediawiki',
    files: ['tables', 'tables-generated'].map((part) => `${mediawiki}/maintenance/${part}.sql`),
  },
];

async function sqlIn(folder: string, file: string): Promise<string> {
  const content = await readFile(join(folder, file));
  return (file.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8');
}

/**
 * The schemas of real applications and their first data. What can't be had is told and left out.
 *
 * @param packages whose `fetch` gives the folder with a package's files.
 */
export async function realSchemas(
  packages: { fetch(name: string): Promise<string> },
  say: (line: string) => void,
): Promise<Schema[]> {
  const schemas: Schema[] = [];
  for (const application of applications) {
    try {
      const folder = await packages.fetch(application.package);
      const parts = await Promise.all(application.files.map((file) => sqlIn(folder, file)));
      schemas.push({ name: application.name, sql: parts.join('\n') });
    } catch (error) {
      say(`  real schemas without ${application.package}: ${lastLine(error)}`);
    }
  }
  return schemas;
}
