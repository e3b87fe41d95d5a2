import type { ExportFacts } from '../../../src/cluster/export/exportFacts';
import { createAuthority } from '../../../src/cluster/node/authority';
import { type Credentials, generateCredentials } from '../../../src/cluster/node/credentials';
import { defaultTraits } from '../../../src/cluster/vocabulary/traits';

export const exportedAt = new Date('2026-05-01T12:00:00Z');

/** A cluster "shop" of three nodes, as read; with TLS unless it is asked for without. */
export async function shopFacts(more: Partial<ExportFacts> = {}, tls = true): Promise<ExportFacts> {
  const authority = tls ? await createAuthority('shop', exportedAt) : undefined;
  const nodes = ['g1', 'g2', 'g3'].map((name, index) => ({ name, image: 'mariadb:11.8', port: 13306 + index }));
  return { cluster: 'shop', nodes, traits: defaultTraits, credentials: generateCredentials(authority), ...more };
}

/** All that nobody else may read, as it would stand in a file. */
export function secretsOf({ rootPassword, sstPassword, monitorPassword, authority }: Credentials): string[] {
  return [rootPassword, sstPassword, monitorPassword, ...(authority === undefined ? [] : [authority.key])];
}
