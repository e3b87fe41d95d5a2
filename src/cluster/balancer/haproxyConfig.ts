import { nodeCountLimits, nodeNames } from '../vocabulary/names';
import { nodeAddress } from '../node/nodeContainer';
import { balancerPorts } from '../members/balancers';
import { statePort } from '../node/nodePaths';
import { balancerPaths } from './balancerPaths';

const nodes = nodeNames(nodeCountLimits.max);

/** The same servers as those that are asked for their state, each as that says. */
function following(subnet: string): string {
  return nodes.map((node) => `  server ${node} ${nodeAddress(subnet, node)}:3306 track read/${node}`).join('\n');
}

/**
 * HAProxy's configuration for a cluster. It names every node that the cluster may ever have, each at its fixed address:
 * scaling needs no reload. What a node is it says itself (node/stateAgent/), so that TLS may go through untouched;
 * which one is written to is decided in writer.lua.
 *
 * A node that says it is of no use is out at once; one that says nothing after two checks: one that is gone in about
 * a second, since nothing of it answers a connection within `inter`, one that is frozen in about four, before Galera
 * itself suspects it. `on-marked-down` ends the connections that it has.
 *
 * https://docs.haproxy.org/3.2/configuration.html
 *
 * @param subnet of the replication network, in CIDR form
 */
export function haproxyConfig(subnet: string): string {
  return `global
  nbthread 1
  maxconn 8000
  lua-load ${balancerPaths.writer}
defaults
  mode tcp
  timeout connect 1s
  timeout check 2s
  # A server ends what is idle for longer by itself (wait_timeout, 8 hours).
  timeout client 9h
  timeout server 9h
  option clitcpka
  option srvtcpka
  default-server on-marked-down shutdown-sessions
frontend write
  bind :${String(balancerPorts.write)}
  tcp-request content set-var(txn.writer) lua.writer
  tcp-request content reject unless { var(txn.writer) -m found }
  default_backend write
frontend read
  bind :${String(balancerPorts.read)}
  tcp-request content reject unless { lua.settled -m str yes }
  use_backend donors if { nbsrv(read) eq 0 }
  default_backend read
backend write
  retries 0
${nodes.map((node) => `  use-server ${node} if { var(txn.writer) -m str ${node} }`).join('\n')}
${following(subnet)}
backend donors
  balance leastconn
  option redispatch 1
${following(subnet)}
backend read
  balance leastconn
  option redispatch 1
  option tcp-check
  tcp-check connect port ${String(statePort)}
  tcp-check expect rstring ^(ready|drain)
  default-server check inter 400ms fastinter 100ms downinter 1s fall 2 rise 1
  default-server agent-check agent-port ${String(statePort)} agent-inter 400ms
${nodes.map((node) => `  server ${node} ${nodeAddress(subnet, node)}:3306`).join('\n')}
`;
}
