import { endKeptConnections } from '../cluster/sql/keptConnections';
import * as vscode from 'vscode';
import { watchClusters } from '../cluster/view/watchClusters';
import { ClusterMonitor } from './clusterMonitor';
import { registerCommands } from './commands/registerCommands';
import { KeptAccess } from './keptAccess';
import { settingKeys, type ViewState, views } from './ids';
import { type MonitorState, readIntervalMs, viewStateOf } from './monitorState';
import type { Row } from './presentation/row';
import type { StatusLook } from './presentation/statusLook';
import { parseSettings, type Settings } from './settings';
import { ClusterStatusBar } from './views/clusterStatusBar';
import { ClusterTreeView } from './views/clusterTreeView';
import { SplitAlarm } from './views/splitAlarm';

/** What the extension shows at the moment, to read for tests and other extensions. */
export interface Shown {
  readonly viewState: ViewState;
  readonly rows: readonly Row[];
  readonly statusBar: StatusLook | undefined;
}

function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration();
  return parseSettings((key) => configuration.get(key));
}

/** Shows the view's progress bar until something is known of the clusters. */
function showLoading(): () => void {
  let done: () => void = () => undefined;
  const known = new Promise<void>((resolve) => {
    done = resolve;
  });
  void vscode.window.withProgress({ location: { viewId: views.clusters } }, () => known);
  return done;
}

export function activate(context: vscode.ExtensionContext): { readonly shown: () => Shown } {
  const log = vscode.window.createOutputChannel(vscode.l10n.t('Galera Clusters'), { log: true });
  const kept = new KeptAccess(() => readSettings().dockerHost, log);
  const tree = new ClusterTreeView();
  const statusBar = new ClusterStatusBar();
  const alarm = new SplitAlarm();
  const known = showLoading();

  const show = (state: MonitorState): void => {
    tree.show(state);
    statusBar.show(state);
    alarm.show(state);
    if (state.kind !== 'loading') {
      known();
    }
  };
  const monitor = new ClusterMonitor({
    connect: (signal) => kept.access(signal),
    disconnect: () => kept.forget(),
    watch: watchClusters,
    readIntervalMs: (state) => readIntervalMs(state, tree.visible, readSettings().refreshIntervalSeconds),
    onState: show,
    log,
  });
  const refresh = (): Promise<void> => {
    kept.forget();
    return monitor.refresh();
  };

  context.subscriptions.push(
    log,
    tree,
    statusBar,
    monitor,
    { dispose: known },
    { dispose: () => void endKeptConnections() },
    registerCommands({ kept, log, settings: readSettings, folder: context.globalStorageUri, refresh }),
    tree.onDidChangeVisibility(() => monitor.adjustPace()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingKeys.dockerHost)) {
        void refresh();
      } else if (change.affectsConfiguration(settingKeys.refreshIntervalSeconds)) {
        monitor.adjustPace();
      }
    }),
  );
  show(monitor.state);
  void monitor.run();

  return {
    shown: () => ({ viewState: viewStateOf(monitor.state), rows: tree.rows, statusBar: statusBar.look }),
  };
}
