import { createConnection, type Connection } from 'mysql2/promise';

/** Where and as whom to ask a node. */
export interface SqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** PEM of the authority that the server has to prove itself by; undefined for a cluster without TLS. */
  readonly ca: string | undefined;
}

/** mysql2 sets aside room for thousands with each connection where this is left out. */
const maxPreparedStatements = 20;

/** Opens a connection; the server's identity is checked before the password goes out. */
export function openConnection({ ca, ...at }: SqlAddress, connectTimeout: number): Promise<Connection> {
  const ssl = ca === undefined ? {} : { ssl: { ca, rejectUnauthorized: true, verifyIdentity: true } };
  return createConnection({ ...at, ...ssl, connectTimeout, maxPreparedStatements });
}
