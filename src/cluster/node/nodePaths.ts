const home = '/var/lib/mysql';

/** Where things lie in a node, as script/globals.sh has it. The home is the node's volume, the rest its container. */
export const nodePaths = {
  home,
  data: `${home}/data`,
  grastate: `${home}/data/grastate.dat`,
  /** On the volume, so that a node keeps them when its container is made again. */
  name: `${home}/galera/name`,
  members: `${home}/galera/members`,
  credentials: `${home}/galera/credentials`,
  /** As they were when the node started last, should writing them have broken off since. */
  keptCredentials: `${home}/galera/credentials.kept`,
  accounts: `${home}/galera/accounts.sql`,
  ca: `${home}/galera/tls/ca.pem`,
  certificate: `${home}/galera/tls/node.pem`,
  key: `${home}/galera/tls/node.key`,
  /** When the node's certificate expires, in seconds since 1970. */
  expires: `${home}/galera/tls/expires`,
  boot: `${home}/galera/boot`,
  /** The nodes of the Primary component that this node was last part of. */
  view: `${home}/galera/served/view`,
  /** For a node that waits, and whose script is of an earlier version and takes no orders otherwise. */
  token: `${home}/galera/token`,
  /** Whom to join, for the same. */
  admission: `${home}/galera/admission`,
  /** There while the engine starts the node: then it waits to be told whom to join. */
  escort: `${home}/galera/escort`,
  /** The history that the nodes of a new cluster share from the start. */
  seed: `${home}/galera/seed`,
  /** System tables of the image, installed once: a volume that all nodes of this image share. */
  prepared: '/var/lib/galera-prepared',
  /** The only folder whose files a query may read and write. */
  files: `${home}/files`,
  socket: '/run/mysqld/mysqld.sock',
  config: '/etc/galera-clusters/server.cnf',
  start: '/usr/local/lib/galera-clusters/start-node',
  notify: '/usr/local/lib/galera-clusters/notify',
  stateAgent: '/usr/local/lib/galera-clusters/state-agent',
  /**
   * Not empty where the user chose another node's data over this one's: they count for nothing, until he chooses
   * them.
   */
  givenUp: `${home}/galera/given-up`,
  /** There once this boot's server is connected to a group. */
  connected: '/run/galera-clusters/server/connected',
  /** There once this boot's server has been in a Primary component. */
  primary: '/run/galera-clusters/server/primary',
  /** There while this boot has been Synced once. */
  synced: '/run/galera-clusters/server/synced',
  /** The status that this boot's server told wsrep_notify_cmd last. */
  told: '/run/galera-clusters/server/told',
} as const;

/** Where a node tells balancers what it is (stateAgent/balancers.pl). */
export const statePort = 9200;
