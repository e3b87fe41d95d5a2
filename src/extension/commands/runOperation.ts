import * as vscode from 'vscode';
import { type Access, accessFollowing, type OperationOptions } from '../../cluster/docker/access';
import { GaleraError, toGaleraError } from '../../cluster/vocabulary/errors';
import { plainText } from '../presentation/plainText';
import { progressStory } from '../presentation/progressStory';
import type { CommandContext } from './commandContext';
import { reportFailure } from './reportFailure';

export interface Operation {
  readonly title: string;
  /** How many nodes will report their steps. */
  readonly expectedNodes: number;
  /** The cluster that Recover is offered for where the guard refuses. */
  readonly recoverable?: string;
  work(access: Access, options: OperationOptions): Promise<unknown>;
}

/** Runs with an AbortSignal that a cancelled token aborts. */
async function withSignal<T>(token: vscode.CancellationToken, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => controller.abort());
  try {
    return await run(controller.signal);
  } finally {
    listener.dispose();
  }
}

async function runOnce(context: CommandContext, operation: Operation): Promise<void> {
  const notification = { location: vscode.ProgressLocation.Notification, title: operation.title, cancellable: true };
  await vscode.window.withProgress(notification, (progress, token) =>
    withSignal(token, async (signal) => {
      const tell = progressStory(operation.expectedNodes, vscode.l10n);
      let shown = 0;
      const access = accessFollowing(await context.kept.access(signal), signal);
      await operation.work(access, {
        signal,
        holder: `${vscode.env.appName} (pid ${process.pid})`,
        onProgress: (event) => {
          const { message, percent } = tell(event);
          progress.report({ message: plainText(message), increment: percent - shown });
          shown = percent;
        },
      });
    }),
  );
}

/**
 * Runs a long operation under a progress notification with Cancel. A failure is shown with a way to the log and,
 * where it makes sense, another try; a cancellation isn't, as the user knows of it. Resolves with whether it
 * was done.
 */
export async function runOperation(context: CommandContext, operation: Operation): Promise<boolean> {
  for (;;) {
    try {
      await runOnce(context, operation);
      return true;
    } catch (thrown) {
      const error = toGaleraError(thrown);
      if (GaleraError.is(error, 'aborted')) {
        context.log.info(`${operation.title}: cancelled.`);
        return false;
      }
      context.kept.forget();
      if (!(await reportFailure(context.log, error, operation.recoverable))) {
        return false;
      }
    }
  }
}
