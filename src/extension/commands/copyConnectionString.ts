import * as vscode from 'vscode';
import { readCluster } from '../../cluster/view/readClusters';
import { readConnection } from '../../cluster/view/readConnection';
import { nodeToConnectTo } from '../../cluster/view/openPort';
import { connectionString } from '../presentation/connectionString';
import type { CommandContext } from './commandContext';
import { readForCommand } from './readForCommand';
import { tell } from '../notify';

const messageMs = 4_000;

/** Writes a cluster's certificate authority to where clients on this machine can read it; its path. It is no secret. */
async function writeAuthority(folder: vscode.Uri, cluster: string, ca: string): Promise<string> {
  const file = vscode.Uri.joinPath(folder, `${cluster}-ca.pem`);
  await vscode.workspace.fs.createDirectory(folder);
  await vscode.workspace.fs.writeFile(file, Buffer.from(ca));
  return file.fsPath;
}

/**
 * Copies how to connect to a node, or to a cluster: by its balancer, else to one of its nodes. The only place the
 * password goes is the clipboard.
 */
export async function runCopyConnectionString(
  context: CommandContext,
  cluster: string,
  named: string | undefined,
): Promise<void> {
  const read = await readForCommand(context, async (access, signal) => {
    const { nodes, balancer } = await readCluster(access, cluster, signal);
    const byBalancer = named === undefined && balancer?.state === 'running';
    const node = byBalancer ? undefined : (named ?? nodeToConnectTo(nodes));
    if (!byBalancer && node === undefined) {
      return {};
    }
    const connection = await readConnection(access, cluster, signal);
    const caFile = connection.ca === null ? undefined : await writeAuthority(context.folder, cluster, connection.ca);
    return { at: node ?? vscode.l10n.t('load balancer'), text: connectionString(connection, node, caFile) };
  });
  if (read === undefined) {
    return;
  }
  if (read.at === undefined || read.text === undefined) {
    void tell(vscode.l10n.t('No node of {0} takes connections; start the cluster first.', cluster));
    return;
  }
  await vscode.env.clipboard.writeText(read.text);
  const message = vscode.l10n.t('Connection string of {0} copied', `${cluster}/${read.at}`);
  vscode.window.setStatusBarMessage(`$(check) ${message}`, messageMs);
}
