import type * as vscode from 'vscode';
import type { DockerAccess } from '../dockerAccess';
import type { Settings } from '../settings';

/** What the commands work with. */
export interface CommandContext {
  readonly access: DockerAccess;
  readonly log: vscode.LogOutputChannel;
  settings(): Settings;
  /** A folder of ours on this machine, perhaps not made yet. */
  readonly folder: vscode.Uri;
  /** Has the view read everything anew. */
  refresh(): Promise<void>;
}
