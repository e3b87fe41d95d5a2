import { GaleraError } from '../vocabulary/errors';
import { openConnection, type SqlAddress } from './openConnection';

const statementTimeoutMs = 10_000;

/**
 * Runs one statement on a node.
 *
 * @throws GaleraError `nodeFailed` with the server's reason
 */
export async function runStatement(at: SqlAddress, node: string, statement: string): Promise<void> {
  try {
    const connection = await openConnection(at, statementTimeoutMs);
    try {
      await connection.query({ sql: statement, timeout: statementTimeoutMs });
    } finally {
      connection.destroy();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GaleraError('nodeFailed', `${node} didn't do what it was told: ${reason}`, {
      advice: "The node's log may say why.",
      cause: error,
    });
  }
}
