import type * as vscode from 'vscode';
import type { DockerAccess } from '../dockerAccess';
import type { Settings } from '../settings';

/** What the commands work with. */
export interface CommandContext {
  readonly access: DockerAccess;
  readonly log: vscode.LogOutputChannel;
  settings(): Settings;
  /** Has the view read everything anew. */
  refresh(): Promise<void>;
}
