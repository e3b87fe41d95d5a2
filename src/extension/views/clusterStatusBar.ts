import * as vscode from 'vscode';
import { focusClusters, statusBarItem } from '../ids';
import { hasClusters, type MonitorState } from '../monitorState';
import { lostLook, staleLook, type StatusLook, statusLook } from '../presentation/statusLook';
import { workspaceClusterName } from '../workspaceClusterName';

function lookOf(state: MonitorState): StatusLook | undefined {
  if (state.kind === 'clusters') {
    const look = statusLook(state.clusters, workspaceClusterName(), vscode.l10n);
    return look === undefined || state.staleSince === undefined ? look : staleLook(look, state.staleSince, vscode.l10n);
  }
  return state.kind === 'failed' && hasClusters(state) ? lostLook(state.error.message, vscode.l10n) : undefined;
}

function sameLook(a: StatusLook | undefined, b: StatusLook | undefined): boolean {
  return (
    a?.text === b?.text &&
    a?.background === b?.background &&
    a?.tooltip === b?.tooltip &&
    a?.accessibilityLabel === b?.accessibilityLabel
  );
}

/** The clusters' health in the status bar; nothing where there is no cluster. */
export class ClusterStatusBar implements vscode.Disposable {
  #look: StatusLook | undefined;
  readonly #item = vscode.window.createStatusBarItem(statusBarItem, vscode.StatusBarAlignment.Left);

  constructor() {
    this.#item.name = vscode.l10n.t('Galera Clusters');
    this.#item.command = focusClusters;
  }

  get look(): StatusLook | undefined {
    return this.#look;
  }

  show(state: MonitorState): void {
    const look = lookOf(state);
    if (sameLook(this.#look, look)) {
      return;
    }
    this.#look = look;
    if (look === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = look.text;
    this.#item.tooltip = new vscode.MarkdownString(look.tooltip, true);
    this.#item.accessibilityInformation = { label: look.accessibilityLabel };
    this.#item.backgroundColor =
      look.background === undefined ? undefined : new vscode.ThemeColor(`statusBarItem.${look.background}Background`);
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
