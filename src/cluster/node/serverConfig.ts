import { sstMethods } from '../../sst/methods';
import type { ClusterTraits } from '../vocabulary/traits';
import { sstUser } from './credentials';
import { nodePaths } from './nodePaths';

/** Not published; see extra-port below. */
export const extraPort = 3307;

/** What one node's server is told. */
export interface ServerSettings {
  readonly cluster: string;
  readonly node: string;
  readonly address: string;
  readonly sstPassword: string;
  readonly traits: ClusterTraits;
  /** The nodes to ask first for a state transfer, best first. */
  readonly donors: readonly string[];
  /** Whether the node has a certificate. */
  readonly tls: boolean;
  /** The addresses that a cluster's nodes may have; anyone's where left out. */
  readonly nodeAddresses?: readonly string[];
}

/**
 * The provider's options, each for a reason:
 *
 * - gcache.recover: a donor that crashed can still serve IST.
 * - pc.recovery=no: only the engine's token founds a component again, never a node by its gvwstate.dat.
 * - pc.wait_prim_timeout: a joiner whose component was lost gives up soon; its start script tries again.
 * - gmcast.time_wait, evs.join_retrans_period: two nodes that join at the same moment first form views of their
 *   own; for 5 s, by default, the one that was left out isn't let in again.
 * - evs.keepalive_period: in an idle component the members' answers to a joiner wait for the next keepalive, 1 s by
 *   default.
 *
 * https://mariadb.com/kb/en/wsrep_provider_options/
 */
const providerOptions = [
  'gcache.recover=yes',
  'pc.recovery=no',
  'pc.wait_prim_timeout=PT10S',
  'gmcast.time_wait=PT0.3S',
  'evs.join_retrans_period=PT0.1S',
  'evs.keepalive_period=PT0.1S',
];

/** The comma at the end lets the server choose any other where none of these is there. */
function donorLine(donors: readonly string[]): string {
  return donors.length === 0 ? '' : `wsrep-sst-donor=${donors.join(',')},\n`;
}

/**
 * Without certificates nothing tells a node from whoever else reaches its address, which on Linux every user of the
 * machine does: from 10.10 on the provider lets in those at these addresses only, and nobody else into the group or to
 * a state transfer.
 *
 * https://mariadb.com/docs/server/reference/system-tables/the-mysql-database-tables/mysql-wsrep_allowlist-table
 */
function allowlistLine({ tls, nodeAddresses = [] }: ServerSettings): string {
  return tls || nodeAddresses.length === 0 ? '' : `loose-wsrep-allowlist=${nodeAddresses.join(',')}\n`;
}

/**
 * Both ends have to show a certificate of the authority.
 *
 * https://galeracluster.com/library/documentation/ssl-config.html
 */
const providerTls = [
  'socket.ssl=YES',
  `socket.ssl_ca=${nodePaths.ca}`,
  `socket.ssl_cert=${nodePaths.certificate}`,
  `socket.ssl_key=${nodePaths.key}`,
];

/**
 * Clients have to come by TLS, except on the unix socket.
 *
 * https://mariadb.com/kb/en/securing-connections-for-client-and-server/
 */
const serverTls = `
ssl-ca=${nodePaths.ca}
ssl-cert=${nodePaths.certificate}
ssl-key=${nodePaths.key}
tls-version=TLSv1.2,TLSv1.3
require-secure-transport=ON
`;

/**
 * The server's option file. wsrep_provider, wsrep_cluster_address and the start position come from the start
 * script, which finds them at each boot.
 */
export function serverConfig(settings: ServerSettings): string {
  const { sstMethod, gcacheSize } = settings.traits;
  const { tlsConfig, receives } = sstMethods[sstMethod];
  const ofProvider = [`gcache.size=${gcacheSize}`, ...providerOptions, ...(settings.tls ? providerTls : [])];
  return `[mariadbd]
datadir=${nodePaths.data}
socket=${nodePaths.socket}
pid-file=/run/mysqld/mysqld.pid
port=3306
# For us, inside the container, where clients use up all connections: their number counts apart.
extra-port=${String(extraPort)}
bind-address=0.0.0.0
skip-name-resolve
# LOAD DATA INFILE would read all that the server's user may: our passwords, the node's key, the boot's name.
secure-file-priv=${nodePaths.files}
default-storage-engine=InnoDB
binlog-format=ROW
innodb-autoinc-lock-mode=2
# Anything less can lose committed transactions when all nodes crash together (MDEV-38974).
innodb-flush-log-at-trx-commit=1
innodb-buffer-pool-size=128M
${settings.tls ? serverTls : ''}
wsrep-on=ON
wsrep-cluster-name=${settings.cluster}
wsrep-node-name=${settings.node}
wsrep-node-address=${settings.address}
wsrep-provider-options=${ofProvider.join(';')}
wsrep-slave-threads=4
wsrep-sst-method=${sstMethod}
${donorLine(settings.donors)}wsrep-sst-auth=${sstUser}:${settings.sstPassword}
wsrep-notify-cmd=${nodePaths.notify}
${allowlistLine(settings)}# On by default since 11.8, where it makes wsrep_provider_options read-only.
loose-plugin-wsrep-provider=OFF
${settings.tls ? tlsConfig : ''}
# For our start script: how the state comes to this node in a full transfer.
[galera-node]
sst-receives=${receives}
`;
}
