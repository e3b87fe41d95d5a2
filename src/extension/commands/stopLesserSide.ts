import * as vscode from 'vscode';
import { lesserSide } from '../../cluster/view/splitSides';
import { chooseCluster } from './chooseCluster';
import type { CommandContext } from './commandContext';
import { runOnNodes } from './runNodeAction';
import { tell } from '../notify';

/** Stop Lesser Side: has the smaller part of a split cluster leave in good order; its data stay where they are. */
export async function runStopLesserSide(context: CommandContext, named: string | undefined): Promise<void> {
  const cluster = await chooseCluster(context, 'stopLesser', named, vscode.l10n.t('Split cluster'));
  if (cluster === undefined) {
    return;
  }
  const side = lesserSide(cluster);
  if (side === undefined) {
    void tell(vscode.l10n.t('Cluster {0} has no two sides that can be told apart now.', cluster.name));
    return;
  }
  await runOnNodes(
    context,
    'idle',
    side.map((node) => ({ cluster: cluster.name, node: node.name })),
  );
}
