import * as vscode from 'vscode';
import { clusterNameFor } from './presentation/clusterNameFor';

/** The name that this window's cluster has, or would have. */
export function workspaceClusterName(): string {
  return clusterNameFor(vscode.workspace.workspaceFolders?.[0]?.name);
}
