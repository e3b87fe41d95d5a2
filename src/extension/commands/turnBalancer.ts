import * as vscode from 'vscode';
import { turnBalancerOff, turnBalancerOn } from '../../cluster/operations/balanceCluster';
import { chooseCluster } from './chooseCluster';
import type { CommandContext } from './commandContext';
import { confirm } from './confirm';
import { runOperation } from './runOperation';

/** Turn On Load Balancer: makes it, or starts the one that there is. */
export async function runTurnBalancerOn(context: CommandContext, named: string | undefined): Promise<void> {
  const cluster = await chooseCluster(context, 'balance', named, vscode.l10n.t('Cluster to balance'));
  if (cluster === undefined) {
    return;
  }
  const request = cluster.balancer === undefined ? { image: context.settings().balancerImage } : {};
  await runOperation(context, {
    title: vscode.l10n.t('Turning on the load balancer of {0}', cluster.name),
    expectedNodes: 1,
    work: (access, options) => turnBalancerOn(access, cluster.name, request, options),
  });
}

/** Turn Off Load Balancer: asks, since whoever is connected through it loses his connection. */
export async function runTurnBalancerOff(context: CommandContext, named: string | undefined): Promise<void> {
  const cluster = await chooseCluster(context, 'unbalance', named, vscode.l10n.t('Cluster whose balancer goes'));
  if (cluster === undefined) {
    return;
  }
  const isSure = await confirm(
    vscode.l10n.t('Turn off the load balancer of {0}?', cluster.name),
    vscode.l10n.t('Clients that are connected through it lose their connections. The nodes are left as they are.'),
    vscode.l10n.t('Turn Off'),
  );
  if (!isSure) {
    return;
  }
  await runOperation(context, {
    title: vscode.l10n.t('Turning off the load balancer of {0}', cluster.name),
    expectedNodes: 1,
    work: (access, options) => turnBalancerOff(access, cluster.name, options),
  });
}
