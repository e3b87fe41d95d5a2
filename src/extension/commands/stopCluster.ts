import * as vscode from 'vscode';
import { isUp } from '../../cluster/vocabulary/model';
import { stopCluster } from '../../cluster/operations/stopCluster';
import type { CommandContext } from './commandContext';
import { pickCluster } from './pickCluster';
import { readClustersForCommand } from './readForCommand';
import { runOperation } from './runOperation';
import { tell } from '../notify';

/** Stop Cluster: every node in good order, so that the cluster resumes where it was. */
export async function runStopCluster(context: CommandContext, named: string | undefined): Promise<void> {
  const clusters = await readClustersForCommand(context);
  if (clusters === undefined) {
    return;
  }
  const running = clusters.filter(({ nodes }) => nodes.some(isUp));
  if (named === undefined && running.length === 0) {
    void tell(vscode.l10n.t('No cluster is running.'));
    return;
  }
  const name = named ?? (await pickCluster(running, vscode.l10n.t('Cluster to stop')));
  if (name === undefined) {
    return;
  }
  await runOperation(context, {
    title: vscode.l10n.t('Stopping cluster {0}', name),
    expectedNodes: clusters.find((cluster) => cluster.name === name)?.nodes.length ?? 1,
    work: (access, options) => stopCluster(access, name, options),
  });
}
