import { type Credentials, monitorUser, rootUser, sstUser } from '../node/credentials';
import { publishedHost } from '../vocabulary/publishedHost';
import { authorityPem } from '../node/authority';
import type { SqlAddress } from './openConnection';

/** How an account reaches a node at its published port. */
export function sqlAddress(credentials: Credentials, account: 'root' | 'monitor' | 'sst', port: number): SqlAddress {
  const { authority, rootPassword, monitorPassword, sstPassword } = credentials;
  const accounts = {
    root: { user: rootUser, password: rootPassword },
    monitor: { user: monitorUser, password: monitorPassword },
    sst: { user: sstUser, password: sstPassword },
  };
  return { host: publishedHost, port, ...accounts[account], ca: authority && authorityPem(authority) };
}
