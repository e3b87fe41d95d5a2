import * as vscode from 'vscode';
import { readCluster } from '../../cluster/readClusters';
import { readConnection } from '../../cluster/readConnection';
import { connectionString, nodeToConnectTo } from '../presentation/connectionString';
import type { CommandContext } from './commandContext';
import { readForCommand } from './readForCommand';

const messageMs = 4_000;

/** Copies how to connect to a node, or to one of a cluster's: the only place the password goes is the clipboard. */
export async function runCopyConnectionString(context: CommandContext, cluster: string, named: string | undefined): Promise<void> {
  const read = await readForCommand(context, async (engine, signal) => {
    const node = named ?? nodeToConnectTo((await readCluster(engine, cluster, signal)).nodes);
    return { node, text: node && connectionString(await readConnection(engine, cluster, signal), node) };
  });
  if (read === undefined) {
    return;
  }
  if (!read.node || !read.text) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No node of {0} takes connections; start the cluster first.', cluster));
    return;
  }
  await vscode.env.clipboard.writeText(read.text);
  const message = vscode.l10n.t('Connection string of {0} copied', `${cluster}/${read.node}`);
  vscode.window.setStatusBarMessage(`$(check) ${message}`, messageMs);
}
