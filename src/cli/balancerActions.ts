/** What `galera balancer` does with a cluster's balancer. */
export const balancerActions = ['on', 'off', 'writer'] as const;
export type BalancerAction = (typeof balancerActions)[number];
