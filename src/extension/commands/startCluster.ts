import * as vscode from 'vscode';
import type { ClusterView } from '../../cluster/vocabulary/model';
import { startCluster, type StartRequest } from '../../cluster/operations/startCluster';
import { clusterText } from '../presentation/clusterWords';
import { type StartCandidate, startCandidates } from '../presentation/startChoice';
import { defaultSettings, type Settings } from '../settings';
import { workspaceClusterName } from '../workspaceClusterName';
import type { CommandContext } from './commandContext';
import { readClustersForCommand } from './readForCommand';
import { runOperation } from './runOperation';
import { tell } from '../notify';

async function pick(candidates: readonly StartCandidate[]): Promise<StartCandidate | undefined> {
  if (candidates.length === 1) {
    return candidates[0];
  }
  const items = candidates.map((candidate) => ({
    label: candidate.name,
    description:
      candidate.existing === undefined ? vscode.l10n.t('New cluster') : clusterText(candidate.existing, vscode.l10n),
    candidate,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Cluster to start') }))?.candidate;
}

/**
 * An existing cluster keeps its nodes and image; the default image is left to the engine, which may stand in for it.
 */
function startRequest(name: string, existing: ClusterView | undefined, settings: Settings): StartRequest {
  if (existing !== undefined) {
    return { name };
  }
  const { nodes, tls, sstMethod, gcacheSize, balancer, balancerImage } = settings;
  return {
    name,
    nodes,
    tls,
    sstMethod,
    gcacheSize,
    ...(balancer ? { balancer: { image: balancerImage } } : {}),
    ...(settings.image === defaultSettings.image ? {} : { image: settings.image }),
  };
}

/** Start Cluster: the named one, or this workspace's, made on first use. */
export async function runStartCluster(context: CommandContext, name: string | undefined): Promise<void> {
  const clusters = await readClustersForCommand(context);
  if (clusters === undefined) {
    return;
  }
  const candidate =
    name === undefined
      ? await pick(startCandidates(workspaceClusterName(), clusters))
      : { name, existing: clusters.find((cluster) => cluster.name === name) };
  if (candidate === undefined) {
    return;
  }
  const settings = context.settings();
  let alreadyRunning: ClusterView | undefined;
  await runOperation(context, {
    title: vscode.l10n.t('Starting cluster {0}', candidate.name),
    expectedNodes: candidate.existing?.nodes.length ?? settings.nodes,
    recoverable: candidate.name,
    work: async (access, options) => {
      const result = await startCluster(access, startRequest(candidate.name, candidate.existing, settings), options);
      alreadyRunning = result.how === 'alreadyRunning' ? result.cluster : undefined;
    },
  });
  if (alreadyRunning !== undefined) {
    const text = clusterText(alreadyRunning, vscode.l10n);
    void tell(vscode.l10n.t('Cluster {0} is running already: {1}.', candidate.name, text));
  }
}
