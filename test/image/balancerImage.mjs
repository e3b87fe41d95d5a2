/**
 * An image of HAProxy, which stands in for the official one; it has no entrypoint either that we depend on.
 *
 * @type {import('./debianImage.mjs').Recipe}
 */
export const balancerImage = {
  tag: 'galera-clusters/haproxy:test',
  codename: 'trixie',
  packages: ['haproxy'],
  hook: 'rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*',
  role: 'balancer',
};
