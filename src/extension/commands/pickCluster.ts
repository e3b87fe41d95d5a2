import * as vscode from 'vscode';
import type { ClusterView } from '../../cluster/vocabulary/model';
import { clusterText } from '../presentation/clusterWords';

/** The name of one of the clusters: the only one, or the one the user picks; undefined where they pick none. */
export async function pickCluster(clusters: readonly ClusterView[], placeHolder: string): Promise<string | undefined> {
  if (clusters.length <= 1) {
    return clusters[0]?.name;
  }
  const items = clusters.map((cluster) => ({ label: cluster.name, description: clusterText(cluster, vscode.l10n) }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.label;
}
