import * as vscode from 'vscode';
import { commands, contextKeys, views } from '../ids';
import { type MonitorState, viewStateOf } from '../monitorState';
import { clusterRows, errorRow, staleRows } from '../presentation/clusterRows';
import type { Icon } from '../presentation/icons';
import { changedRows, type Row } from '../presentation/row';

function themeIcon(icon: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon.id, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
}

function collapsible(row: Row): vscode.TreeItemCollapsibleState {
  if (row.children.length === 0) {
    return vscode.TreeItemCollapsibleState.None;
  }
  return row.expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function treeItem(row: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, collapsible(row));
  item.id = row.id;
  item.description = row.description;
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.accessibilityLabel };
  if (row.icon !== undefined) {
    item.iconPath = themeIcon(row.icon);
  }
  if (row.contextValue === 'error') {
    item.command = { command: commands.showLog, title: vscode.l10n.t('Show Log') };
  }
  return item;
}

function rowsOf(state: MonitorState): Row[] {
  if (state.kind === 'clusters') {
    const { clusters, staleSince } = state;
    return staleSince === undefined ? clusterRows(clusters, vscode.l10n) : staleRows(clusters, staleSince, vscode.l10n);
  }
  return state.kind === 'failed' && viewStateOf(state) === 'failed' ? [errorRow(state.error)] : [];
}

/** The view of all clusters. Its elements are the rows' ids, which stay while the rows behind them change. */
export class ClusterTreeView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  #rows: readonly Row[] = [];
  #byId = new Map<string, Row>();
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly onDidChangeTreeData = this.#changed.event;
  /** Fires when the view comes into sight or leaves it. */
  readonly onDidChangeVisibility: vscode.Event<unknown>;

  constructor() {
    this.#view = vscode.window.createTreeView(views.clusters, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.onDidChangeVisibility = this.#view.onDidChangeVisibility;
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  show(state: MonitorState): void {
    void vscode.commands.executeCommand('setContext', contextKeys.viewState, viewStateOf(state));
    const before = this.#rows;
    this.#rows = rowsOf(state);
    this.#byId = new Map(flatten(this.#rows).map((row) => [row.id, row]));
    const changed = changedRows(before, this.#rows);
    if (changed === 'all') {
      this.#changed.fire(undefined);
    } else if (changed.length > 0) {
      this.#changed.fire(changed);
    }
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.#byId.get(id);
    // Asked for after it went: the event that says so is on its way.
    return row === undefined ? new vscode.TreeItem('') : treeItem(row);
  }

  getChildren(id?: string): string[] {
    return (id === undefined ? this.#rows : (this.#byId.get(id)?.children ?? [])).map((row) => row.id);
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const row = this.#byId.get(id);
    if (row !== undefined) {
      item.tooltip = new vscode.MarkdownString(row.tooltip);
    }
    return item;
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function flatten(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...flatten(row.children)]);
}
