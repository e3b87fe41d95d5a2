import * as vscode from 'vscode';
import { toGaleraError } from '../../cluster/vocabulary/errors';
import type { NodeAction } from '../../cluster/view/fittingActions';
import { commands, views } from '../ids';
import type { CommandContext } from './commandContext';
import { runCopyConnectionString } from './copyConnectionString';
import { runKillCluster } from './killCluster';
import { runMoveWriter } from './moveWriter';
import { runRecoverCluster } from './recoverCluster';
import { runRemoveCluster } from './removeCluster';
import { reportFailure } from './reportFailure';
import { clusterTargets, nodeTargets, rowTarget } from './rowTarget';
import { runNodeAction } from './runNodeAction';
import { runScaleCluster } from './scaleCluster';
import { runStartCluster } from './startCluster';
import { runStopCluster } from './stopCluster';
import { runStopLesserSide } from './stopLesserSide';
import { runTurnBalancerOff, runTurnBalancerOn } from './turnBalancer';

/** @param element the row it is run on; `selected`: all that are selected, that one among them. */
type Handler = (element: unknown, selected: unknown) => unknown;

/** Every command, each with what is thrown unforeseen shown as any other failure. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const onClusters =
    (run: (context: CommandContext, cluster: string | undefined) => Promise<void>): Handler =>
    async (element, selected) => {
      for (const cluster of clusterTargets(element, selected)) {
        await run(context, cluster);
      }
    };
  const onNodes =
    (action: NodeAction): Handler =>
    (element, selected) =>
      runNodeAction(context, action, nodeTargets(element, selected));

  const handlers: Record<(typeof commands)[keyof typeof commands], Handler> = {
    [commands.startCluster]: onClusters(runStartCluster),
    [commands.stopCluster]: onClusters(runStopCluster),
    [commands.killCluster]: onClusters(runKillCluster),
    [commands.scaleCluster]: onClusters(runScaleCluster),
    [commands.recoverCluster]: onClusters(runRecoverCluster),
    [commands.stopLesserSide]: onClusters(runStopLesserSide),
    [commands.turnBalancerOn]: onClusters(runTurnBalancerOn),
    [commands.turnBalancerOff]: onClusters(runTurnBalancerOff),
    [commands.moveWriter]: onClusters(runMoveWriter),
    [commands.removeCluster]: onClusters(runRemoveCluster),
    [commands.killNode]: onNodes('kill'),
    [commands.idleNode]: onNodes('idle'),
    [commands.freezeNode]: onNodes('freeze'),
    [commands.unfreezeNode]: onNodes('unfreeze'),
    [commands.isolateNode]: onNodes('isolate'),
    [commands.reconnectNode]: onNodes('reconnect'),
    [commands.restoreNode]: onNodes('restore'),
    [commands.rebuildNode]: onNodes('rebuild'),
    [commands.copyConnectionString]: (element) => {
      const { cluster, node } = rowTarget(element);
      return cluster === undefined ? undefined : runCopyConnectionString(context, cluster, node);
    },
    [commands.refresh]: () =>
      vscode.window.withProgress({ location: { viewId: views.clusters } }, () => context.refresh()),
    [commands.showLog]: () => context.log.show(),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (element: unknown, selected: unknown) => {
        try {
          await handler(element, selected);
        } catch (error) {
          await reportFailure(context.log, toGaleraError(error));
        }
      }),
    ),
  );
}
