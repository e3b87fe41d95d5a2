import { type Credentials, monitorUser, sstUser } from './node/credentials';
import { publishedHost } from './publishedHost';
import { authorityPem } from './tls/authority';
import type { SqlAddress } from './wsrep/openConnection';

/** How one of our own accounts reaches a node at its published port. */
export function sqlAddress(credentials: Credentials, account: 'monitor' | 'sst', port: number): SqlAddress {
  const { authority, monitorPassword, sstPassword } = credentials;
  const who = account === 'monitor' ? { user: monitorUser, password: monitorPassword } : { user: sstUser, password: sstPassword };
  return { host: publishedHost, port, ...who, ca: authority && authorityPem(authority) };
}
