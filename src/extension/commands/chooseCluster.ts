import * as vscode from 'vscode';
import type { ClusterView } from '../../cluster/vocabulary/model';
import { actionsFor, type ClusterAction } from '../../cluster/view/fittingActions';
import type { CommandContext } from './commandContext';
import { pickCluster } from './pickCluster';
import { readClustersForCommand } from './readForCommand';
import { tell } from '../notify';

/**
 * The named cluster as it is now, or the one that the user picks of those that an action fits; undefined where there
 * is none, which they are told, or they pick none.
 */
export async function chooseCluster(
  context: CommandContext,
  action: ClusterAction,
  named: string | undefined,
  placeHolder: string,
): Promise<ClusterView | undefined> {
  const clusters = await readClustersForCommand(context);
  if (clusters === undefined) {
    return undefined;
  }
  const fitting = clusters.filter((cluster) => actionsFor(cluster).includes(action));
  if (named === undefined && fitting.length === 0) {
    void tell(vscode.l10n.t('No cluster is in a state for that.'));
    return undefined;
  }
  const name = named ?? (await pickCluster(fitting, placeHolder));
  const chosen = clusters.find((cluster) => cluster.name === name);
  if (chosen === undefined && name !== undefined) {
    void tell(vscode.l10n.t('There is no cluster {0} any more.', name));
  }
  return chosen;
}
