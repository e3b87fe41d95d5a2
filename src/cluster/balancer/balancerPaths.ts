/** Where things lie in a balancer's container. */
export const balancerPaths = {
  config: '/etc/galera-clusters/haproxy.cfg',
  writer: '/etc/galera-clusters/writer.lua',
  /** What the engine asks of writer.lua, which looks for it. */
  order: '/etc/galera-clusters/order',
} as const;
