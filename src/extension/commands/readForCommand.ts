import * as vscode from 'vscode';
import type { Access } from '../../cluster/docker/access';
import { GaleraError, toGaleraError } from '../../cluster/vocabulary/errors';
import type { ClusterView } from '../../cluster/vocabulary/model';
import { readClusters } from '../../cluster/view/readClusters';
import { views } from '../ids';
import type { CommandContext } from './commandContext';
import { reportFailure } from './reportFailure';

/**
 * Reads something short from Docker under the view's progress bar; undefined where that failed and the user was
 * told.
 */
export async function readForCommand<T>(
  context: CommandContext,
  read: (access: Access, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  for (;;) {
    try {
      return await vscode.window.withProgress({ location: { viewId: views.clusters } }, async () => {
        const { signal } = new AbortController();
        return read(await context.kept.access(signal), signal);
      });
    } catch (thrown) {
      const error = toGaleraError(thrown);
      context.kept.forget();
      if (GaleraError.is(error, 'aborted') || !(await reportFailure(context.log, error))) {
        return undefined;
      }
    }
  }
}

/** The clusters as they are now; see {@link readForCommand}. */
export function readClustersForCommand(context: CommandContext): Promise<readonly ClusterView[] | undefined> {
  return readForCommand(context, readClusters);
}
