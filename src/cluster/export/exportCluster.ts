import type { Access } from '../docker/access';
import { throwIfAborted } from '../vocabulary/errors';
import { type ExportFacts, readExportFacts } from './exportFacts';
import type { ExportTarget } from './exportTargets';
import { renderCompose } from './compose/renderCompose';
import { renderOperator } from './operator/renderOperator';
import { type ExportedFile, writeFolder } from './writeFolder';

type Render = (facts: ExportFacts, now: Date) => Promise<readonly ExportedFile[]>;

const renderers: Readonly<Record<ExportTarget, Render>> = {
  compose: renderCompose,
  'mariadb-operator': renderOperator,
};

/** What was written. */
export interface Exported {
  /** Its full path. */
  readonly folder: string;
  readonly files: readonly Omit<ExportedFile, 'content'>[];
}

/**
 * Hands a cluster on, without its data: writes what runs the same cluster elsewhere, without us. The cluster itself is
 * only looked at, and may be stopped.
 *
 * @param folder new or empty; passwords and keys in it are for this user only.
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `stateUnfit` where the target can't have what the cluster is,
 * `nodeFailed` where no node has the credentials, `folderTaken`, `folderUnwritable`, `diskFull`, `dockerDown`,
 * `dockerFailed`, `aborted`
 */
export async function exportCluster(
  access: Access,
  cluster: string,
  target: ExportTarget,
  folder: string,
  signal: AbortSignal,
): Promise<Exported> {
  const facts = await readExportFacts(access, cluster, signal);
  const files = await renderers[target](facts, new Date());
  throwIfAborted(signal);
  return {
    folder: await writeFolder(folder, files),
    files: files.map(({ path, secret }) => ({ path, secret })),
  };
}
