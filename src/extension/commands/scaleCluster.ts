import * as vscode from 'vscode';
import { scaleCluster } from '../../cluster/operations/scaleCluster';
import type { ClusterView, NodeView } from '../../cluster/vocabulary/model';
import { nodeCountLimits } from '../../cluster/vocabulary/names';
import { nodesToGo } from '../../cluster/view/nodesToGo';
import { scaleProblem } from '../presentation/scaleInput';
import { namesOf } from '../presentation/sideWords';
import { chooseCluster } from './chooseCluster';
import type { CommandContext } from './commandContext';
import { confirm } from './confirm';
import { runOperation } from './runOperation';

async function askForCount(cluster: ClusterView): Promise<number | undefined> {
  const { min, max } = nodeCountLimits;
  const input = await vscode.window.showInputBox({
    title: vscode.l10n.t('Scale cluster {0}', cluster.name),
    prompt: vscode.l10n.t('Number of nodes, {0} to {1}; {2} now.', min, max, cluster.nodes.length),
    value: String(cluster.nodes.length),
    validateInput: (text) => scaleProblem(text, cluster, vscode.l10n),
  });
  return input === undefined ? undefined : Number(input);
}

function confirmScaleDown(cluster: ClusterView, count: number, going: readonly NodeView[]): Promise<boolean> {
  return confirm(
    vscode.l10n.t('Scale cluster {0} down to {1} nodes?', cluster.name, count),
    vscode.l10n.t('The data of {0} are deleted there; the other nodes keep theirs.', namesOf(going)),
    vscode.l10n.t('Scale Down'),
  );
}

/** Scale Cluster: asks for the number of nodes, and once more before the data of those that go are deleted. */
export async function runScaleCluster(context: CommandContext, named: string | undefined): Promise<void> {
  const cluster = await chooseCluster(context, 'scale', named, vscode.l10n.t('Cluster to scale'));
  if (cluster === undefined) {
    return;
  }
  const count = await askForCount(cluster);
  if (count === undefined) {
    return;
  }
  const going = nodesToGo(cluster.nodes, count);
  if (going.length > 0 && !(await confirmScaleDown(cluster, count, going))) {
    return;
  }
  await runOperation(context, {
    title: vscode.l10n.t('Scaling cluster {0} to {1} nodes', cluster.name, count),
    expectedNodes: Math.abs(count - cluster.nodes.length),
    work: (access, options) => scaleCluster(access, cluster.name, count, options),
  });
}
