import * as vscode from 'vscode';
import { killCluster } from '../../cluster/operations/killCluster';
import { chooseCluster } from './chooseCluster';
import type { CommandContext } from './commandContext';
import { runOperation } from './runOperation';

/** Kill All Nodes: at the same moment, and without a question, as no data is deleted. */
export async function runKillCluster(context: CommandContext, named: string | undefined): Promise<void> {
  const cluster = await chooseCluster(context, 'killAll', named, vscode.l10n.t('Cluster to kill'));
  if (cluster === undefined) {
    return;
  }
  await runOperation(context, {
    title: vscode.l10n.t('Killing every node of {0}', cluster.name),
    expectedNodes: cluster.nodes.length,
    work: (access, options) => killCluster(access, cluster.name, options),
  });
}
