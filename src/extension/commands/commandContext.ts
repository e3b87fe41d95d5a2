import type * as vscode from 'vscode';
import type { KeptAccess } from '../keptAccess';
import type { Settings } from '../settings';

/** What the commands work with. */
export interface CommandContext {
  readonly kept: KeptAccess;
  readonly log: vscode.LogOutputChannel;
  settings(): Settings;
  /** A folder of ours on this machine, perhaps not made yet. */
  readonly folder: vscode.Uri;
  /** Has the view read everything anew. */
  refresh(): Promise<void>;
}
