import * as vscode from 'vscode';
import type { GaleraError } from '../../cluster/vocabulary/errors';
import { commands } from '../ids';
import { describeFailure } from '../presentation/failure';
import { tellFailure } from '../notify';

/** Puts an error with all that belongs to it into the log. */
function logFailure(log: vscode.LogOutputChannel, error: GaleraError): void {
  log.error([error.message, ...(error.advice === undefined ? [] : [error.advice]), ...error.details].join('\n  '));
}

/**
 * Tells the user what failed and what to do next; resolves with true where they ask for another try.
 *
 * @param recoverable the cluster that Recover is offered for where the guard refused.
 */
export async function reportFailure(
  log: vscode.LogOutputChannel,
  error: GaleraError,
  recoverable?: string,
): Promise<boolean> {
  logFailure(log, error);
  const { message, retry, recover, setting } = describeFailure(error);
  const again = vscode.l10n.t('Retry');
  const openSetting = vscode.l10n.t('Open Setting');
  const recoverCluster = vscode.l10n.t('Recover…');
  const showLog = vscode.l10n.t('Show Log');
  const choice = await tellFailure(
    message,
    ...(retry ? [again] : []),
    ...(recover && recoverable !== undefined ? [recoverCluster] : []),
    ...(setting === undefined ? [] : [openSetting]),
    showLog,
  );
  if (choice === openSetting) {
    await vscode.commands.executeCommand('workbench.action.openSettings', setting);
  } else if (choice === recoverCluster) {
    await vscode.commands.executeCommand(commands.recoverCluster, recoverable);
  } else if (choice === showLog) {
    await vscode.commands.executeCommand(commands.showLog);
  }
  return choice === again;
}
