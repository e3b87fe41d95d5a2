const home = '/var/lib/mysql';

/** Where things lie in a node; startNode.sh uses the same. The home is the node's volume, the rest its container. */
export const nodePaths = {
  home,
  data: `${home}/data`,
  grastate: `${home}/data/grastate.dat`,
  /** On the volume, so that a node keeps them when its container is made again. */
  name: `${home}/galera/name`,
  members: `${home}/galera/members`,
  credentials: `${home}/galera/credentials`,
  accounts: `${home}/galera/accounts.sql`,
  boot: `${home}/galera/boot`,
  token: `${home}/galera/token`,
  config: '/etc/galera-clusters/server.cnf',
  start: '/usr/local/lib/galera-clusters/start-node',
  notify: '/usr/local/lib/galera-clusters/notify',
  /** There while this boot has been Synced once. */
  synced: '/run/galera-clusters/synced',
} as const;
