import { randomInt } from 'node:crypto';
import { type SstMethod, sstMethods } from '../../sst/methods';
import type { Authority } from './authority';

/** The accounts of a cluster; the same on every node. Kept in a 0600 file on the nodes and nowhere else. */
export interface Credentials {
  readonly rootPassword: string;
  readonly sstPassword: string;
  readonly monitorPassword: string;
  /** Signs the nodes' certificates; undefined for a cluster without TLS, which it stays. */
  readonly authority?: Authority;
}

export const rootUser = 'root';
export const sstUser = 'galera_sst';
export const monitorUser = 'galera_monitor';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Alphanumeric only: these pass through option files and shell environments on the nodes. */
function randomPassword(): string {
  return Array.from({ length: 32 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export function generateCredentials(authority?: Authority): Credentials {
  const passwords = {
    rootPassword: randomPassword(),
    sstPassword: randomPassword(),
    monitorPassword: randomPassword(),
  };
  return authority === undefined ? passwords : { ...passwords, authority };
}

/** The text of the credentials file: name=value, one a line; the authority first, so that no part of it looks whole. */
export function formatCredentials(credentials: Credentials): string {
  const { authority } = credentials;
  return [
    ...(authority === undefined ? [] : [`ca_certificate=${authority.certificate}`, `ca_key=${authority.key}`]),
    `root_password=${credentials.rootPassword}`,
    `sst_password=${credentials.sstPassword}`,
    `monitor_password=${credentials.monitorPassword}`,
    '',
  ].join('\n');
}

/** Undefined where the text isn't a whole credentials file. */
export function parseCredentials(text: string): Credentials | undefined {
  const values = new Map(
    text.split('\n').flatMap((line) => {
      const match =
        /^(ca_(?:certificate|key))=([A-Za-z0-9+/]+=*)$/.exec(line) ??
        /^([a-z_]+_password)=([A-Za-z0-9]{32})$/.exec(line);
      return match?.[1] === undefined || match[2] === undefined ? [] : [[match[1], match[2]] as const];
    }),
  );
  const rootPassword = values.get('root_password');
  const sstPassword = values.get('sst_password');
  const monitorPassword = values.get('monitor_password');
  if (rootPassword === undefined || sstPassword === undefined || monitorPassword === undefined) {
    return undefined;
  }
  const passwords = { rootPassword, sstPassword, monitorPassword };
  const certificate = values.get('ca_certificate');
  const key = values.get('ca_key');
  if (certificate === undefined || key === undefined) {
    // Half an authority is a damaged file, not a cluster without TLS.
    return certificate === key ? passwords : undefined;
  }
  return { ...passwords, authority: { certificate, key } };
}

/**
 * What the engine does by the account of state transfers: to make a part of the cluster Primary that has lost its
 * majority, on a node whose connections clients may have used up.
 */
const enginePrivileges = ['SUPER', 'CONNECTION ADMIN'] as const;

/**
 * SQL for a data directory that has just been initialised, run with `mariadbd --bootstrap`, which starts without
 * grant tables until they are flushed. root@localhost stays as mariadb-install-db made it: by unix socket.
 */
export function accountsSql(credentials: Credentials, sstMethod: SstMethod): string {
  const privileges = [...new Set([...sstMethods[sstMethod].privileges, ...enginePrivileges])];
  return [
    'FLUSH PRIVILEGES;',
    `CREATE USER '${rootUser}'@'%' IDENTIFIED BY '${credentials.rootPassword}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${rootUser}'@'%' WITH GRANT OPTION;`,
    `CREATE USER '${sstUser}'@'%' IDENTIFIED BY '${credentials.sstPassword}';`,
    `GRANT ${privileges.join(', ')} ON *.* TO '${sstUser}'@'%';`,
    `CREATE USER '${monitorUser}'@'%' IDENTIFIED BY '${credentials.monitorPassword}';`,
    // mariadb-install-db leaves anonymous accounts, which would shadow the ones above on localhost.
    `DELETE FROM mysql.global_priv WHERE User = '';`,
    'FLUSH PRIVILEGES;',
    '',
  ].join('\n');
}
