import { mysqldumpPrivileges } from './mysqldump/privileges';
import { mysqldumpScript } from './mysqldump/script';
import type { SstRecord } from './sstRecord';

/** The server's own scripts take the certificates from the server's settings, but use them only when told to. */
const verifyingTls = `
[sst]
ssl-mode=VERIFY_CA
`;

/**
 * Every method there is, by the server's name for it (wsrep_sst_method), which users are shown, too. Another one is an
 * entry here, with a folder where it has scripts of its own; a test says where users have to be told of it.
 */
const records = {
  mysqldump: {
    description:
      'Dump and load over SQL: needs nothing beside the server and its `perl`, and both nodes answer meanwhile.',
    programs: ['perl'],
    tlsPrograms: [],
    tlsConfig: '',
    privileges: mysqldumpPrivileges,
    receives: 'statements',
    tells: 'progress',
    files: [mysqldumpScript],
  },
  rsync: {
    description: 'Copies files while the donor holds still. The image has to have `rsync`, and `stunnel` for TLS.',
    programs: ['wsrep_sst_rsync', 'rsync'],
    tlsPrograms: ['stunnel'],
    tlsConfig: verifyingTls,
    privileges: [],
    receives: 'files',
    tells: 'nothing',
    files: [],
  },
  mariabackup: {
    description:
      'Copies files while the donor goes on. The image has to have `mariadb-backup`, `mbstream` and `socat`, ' +
      'and `openssl` for TLS.',
    programs: ['wsrep_sst_mariabackup', 'mariadb-backup', 'mbstream', 'socat'],
    tlsPrograms: ['openssl'],
    tlsConfig: verifyingTls,
    // https://mariadb.com/kb/en/mariadb-backup-overview/#authentication-and-privileges
    privileges: ['RELOAD', 'PROCESS', 'LOCK TABLES', 'BINLOG MONITOR'],
    receives: 'files',
    tells: 'nothing',
    files: [],
  },
} as const satisfies Readonly<Record<string, SstRecord>>;

export type SstMethod = keyof typeof records;

export const sstMethods: Readonly<Record<SstMethod, SstRecord>> = records;

/** In the order in which users are shown them. */
export const sstMethodNames = Object.keys(records) as readonly SstMethod[];

/** The method of a name; undefined for any other text. */
export function sstMethodOf(name: string | undefined): SstMethod | undefined {
  return sstMethodNames.find((each) => each === name);
}

/** The programs that an image has to have beside the server for a method. */
export function programsFor(method: SstMethod, tls: boolean): readonly string[] {
  const { programs, tlsPrograms } = sstMethods[method];
  return tls ? [...programs, ...tlsPrograms] : programs;
}
