import * as vscode from 'vscode';
import { toGaleraError } from '../../cluster/errors';
import { commands, views } from '../ids';
import type { CommandContext } from './commandContext';
import { runCopyConnectionString } from './copyConnectionString';
import { runRemoveCluster } from './removeCluster';
import { reportFailure } from './reportFailure';
import { runStartCluster } from './startCluster';
import { runStopCluster } from './stopCluster';

/** The cluster and node of a tree row's id; a keybinding or another extension may hand over anything. */
function target(element: unknown): { cluster?: string; node?: string } {
  const [cluster, node] = typeof element === 'string' ? element.split('/') : [];
  return { ...(cluster ? { cluster } : {}), ...(node ? { node } : {}) };
}

/** Every command, each with what is thrown unforeseen shown as any other failure. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const handlers: Record<(typeof commands)[keyof typeof commands], (element: unknown) => unknown> = {
    [commands.startCluster]: (element) => runStartCluster(context, target(element).cluster),
    [commands.stopCluster]: (element) => runStopCluster(context, target(element).cluster),
    [commands.removeCluster]: (element) => runRemoveCluster(context, target(element).cluster),
    [commands.copyConnectionString]: (element) => {
      const { cluster, node } = target(element);
      return cluster === undefined ? undefined : runCopyConnectionString(context, cluster, node);
    },
    [commands.refresh]: () =>
      vscode.window.withProgress({ location: { viewId: views.clusters } }, () => context.refresh()),
    [commands.showLog]: () => context.log.show(),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (element: unknown) => {
        try {
          await handler(element);
        } catch (error) {
          await reportFailure(context.log, toGaleraError(error));
        }
      }),
    ),
  );
}
