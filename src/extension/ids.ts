/** Every id that package.json and the code share; test/extension/manifest.test.ts holds the two together. */

export const commands = {
  startCluster: 'galera.startCluster',
  stopCluster: 'galera.stopCluster',
  removeCluster: 'galera.removeCluster',
  copyConnectionString: 'galera.copyConnectionString',
  refresh: 'galera.refresh',
  showLog: 'galera.showLog',
} as const;

/** Those that need the row they are run on, and so have no place in the palette. */
export const treeOnlyCommands: readonly string[] = [commands.copyConnectionString];

export const views = { container: 'galera', clusters: 'galera.clusters' } as const;

/** VS Code makes this command for every view. */
export const focusClusters = `${views.clusters}.focus`;

export const statusBarItem = 'galera.status';

export const settingKeys = {
  image: 'galera.image',
  nodes: 'galera.nodes',
  dockerHost: 'galera.dockerHost',
  refreshIntervalSeconds: 'galera.refreshIntervalSeconds',
} as const;

export const contextKeys = { viewState: 'galera.viewState' } as const;

/** The values of {@link contextKeys.viewState}: what the view has to say. */
export const viewStates = ['loading', 'clusters', 'noCluster', 'dockerDown', 'dockerDenied', 'failed'] as const;
export type ViewState = (typeof viewStates)[number];

/** What a tree row is, for the menus' `viewItem`; a cluster's value says what can be done with it. */
export const contextValues = {
  clusterToStart: 'cluster-start',
  clusterToStop: 'cluster-stop',
  clusterToStartOrStop: 'cluster-start-stop',
  nodeWithPort: 'node-port',
  node: 'node',
  value: 'value',
  error: 'error',
} as const;
export type ContextValue = (typeof contextValues)[keyof typeof contextValues];
