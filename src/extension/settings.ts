import { defaultBalancerImage } from '../cluster/balancer/ensureBalancer';
import { defaultImage } from '../cluster/docker/images';
import { defaultNodeCount } from '../cluster/operations/startCluster';
import { defaultTraits } from '../cluster/vocabulary/traits';
import { settingKeys } from './ids';

export interface Settings {
  /** The image of new clusters' nodes. */
  readonly image: string;
  /** How many nodes a new cluster gets. */
  readonly nodes: number;
  /** Whether a new cluster's nodes and clients speak TLS. */
  readonly tls: boolean;
  /** Docker's address; empty to look for it. */
  readonly dockerHost: string;
  readonly refreshIntervalSeconds: number;
  /** How nodes of new clusters are filled. */
  readonly sstMethod: string;
  /** The gcache of new clusters' nodes. */
  readonly gcacheSize: string;
  /** Whether a new cluster gets a load balancer. */
  readonly balancer: boolean;
  /** The image of new balancers. */
  readonly balancerImage: string;
}

/** As package.json declares them; a test holds the two together. */
export const defaultSettings: Settings = {
  image: defaultImage,
  nodes: defaultNodeCount,
  tls: true,
  dockerHost: '',
  refreshIntervalSeconds: 5,
  ...defaultTraits,
  balancer: false,
  balancerImage: defaultBalancerImage,
};

export const refreshIntervalLimits = { min: 1, max: 300 } as const;

/**
 * The settings from whatever the user's files hold. What isn't usable counts as unset, except those
 * that make a cluster, where guessing would make another cluster than the one asked for: the engine refuses those by
 * name.
 */
export function parseSettings(get: (key: string) => unknown): Settings {
  const text = (key: string, fallback: string): string => {
    const value = get(key);
    return typeof value === 'string' ? value.trim() : fallback;
  };
  const nodes = get(settingKeys.nodes);
  const seconds = get(settingKeys.refreshIntervalSeconds);
  return {
    image: text(settingKeys.image, defaultSettings.image) || defaultSettings.image,
    nodes: typeof nodes === 'number' ? nodes : defaultSettings.nodes,
    tls: get(settingKeys.tls) !== false,
    dockerHost: text(settingKeys.dockerHost, defaultSettings.dockerHost),
    refreshIntervalSeconds:
      typeof seconds === 'number' && Number.isFinite(seconds)
        ? Math.min(Math.max(seconds, refreshIntervalLimits.min), refreshIntervalLimits.max)
        : defaultSettings.refreshIntervalSeconds,
    sstMethod: text(settingKeys.sstMethod, defaultSettings.sstMethod) || defaultSettings.sstMethod,
    gcacheSize: text(settingKeys.gcacheSize, defaultSettings.gcacheSize) || defaultSettings.gcacheSize,
    balancer: get(settingKeys.balancer) === true,
    balancerImage: text(settingKeys.balancerImage, defaultSettings.balancerImage) || defaultSettings.balancerImage,
  };
}
