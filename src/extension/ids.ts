/** Every id that package.json and the code share; test/extension/manifest.test.ts holds the two together. */

export const commands = {
  startCluster: 'galera.startCluster',
  stopCluster: 'galera.stopCluster',
  killCluster: 'galera.killCluster',
  scaleCluster: 'galera.scaleCluster',
  recoverCluster: 'galera.recoverCluster',
  stopLesserSide: 'galera.stopLesserSide',
  turnBalancerOn: 'galera.turnBalancerOn',
  turnBalancerOff: 'galera.turnBalancerOff',
  moveWriter: 'galera.moveWriter',
  removeCluster: 'galera.removeCluster',
  killNode: 'galera.killNode',
  idleNode: 'galera.idleNode',
  freezeNode: 'galera.freezeNode',
  unfreezeNode: 'galera.unfreezeNode',
  isolateNode: 'galera.isolateNode',
  reconnectNode: 'galera.reconnectNode',
  restoreNode: 'galera.restoreNode',
  rebuildNode: 'galera.rebuildNode',
  copyConnectionString: 'galera.copyConnectionString',
  refresh: 'galera.refresh',
  showLog: 'galera.showLog',
} as const;

/** Those that need the row they are run on, and so have no place in the palette. */
export const treeOnlyCommands: readonly string[] = [commands.copyConnectionString];

export const views = { container: 'galera', clusters: 'galera.clusters' } as const;

/** The last part of the id of a balancer's row. */
export const balancerPart = 'balancer';

/** VS Code makes this command for every view. */
export const focusClusters = `${views.clusters}.focus`;

export const statusBarItem = 'galera.status';

export const settingKeys = {
  image: 'galera.image',
  nodes: 'galera.nodes',
  tls: 'galera.tls',
  dockerHost: 'galera.dockerHost',
  refreshIntervalSeconds: 'galera.refreshIntervalSeconds',
  sstMethod: 'galera.sst.method',
  gcacheSize: 'galera.gcacheSize',
  balancer: 'galera.balancer.enabled',
  balancerImage: 'galera.balancer.image',
} as const;

export const contextKeys = { viewState: 'galera.viewState' } as const;

/** The values of {@link contextKeys.viewState}: what the view has to say. */
export const viewStates = ['loading', 'clusters', 'noCluster', 'dockerDown', 'dockerDenied', 'failed'] as const;
export type ViewState = (typeof viewStates)[number];

/**
 * What a tree row is, for the menus' `viewItem`. A cluster's and a node's value goes on with what can be done with
 * it, each word followed by a semicolon, the most useful one first: `node;restore;rebuild;`. A node that takes
 * connections has the word `port` at the end, and so has a balancer that runs.
 */
export type ContextValue = `cluster;${string}` | `node;${string}` | `balancer;${string}` | 'value' | 'error';
