import { type SstMethod, sstMethodNames, sstMethodOf } from '../../sst/methods';
import { GaleraError } from './errors';
import { labels } from './labels';

/** What a cluster is given when it is made and keeps; labels on its volumes and containers say it. */
export interface ClusterTraits {
  /** How a joiner is filled where IST can't do it. */
  readonly sstMethod: SstMethod;
  /** The provider's gcache.size: a number of bytes, or one with K, M or G. */
  readonly gcacheSize: string;
}

export const defaultTraits: ClusterTraits = { sstMethod: 'mysqldump', gcacheSize: '128M' };

const gcacheLimits = { min: '1M', max: '64G' } as const;

/** Bytes of a size like "128M"; undefined for anything else. */
export function sizeInBytes(size: string): number | undefined {
  const match = /^(\d{1,15})([KMG]?)$/i.exec(size);
  if (match === null) {
    return undefined;
  }
  const power = ['', 'K', 'M', 'G'].indexOf((match[2] ?? '').toUpperCase());
  return Number(match[1]) * 1024 ** power;
}

/**
 * What of a cluster's traits was asked for.
 *
 * @throws GaleraError `badSstMethod`, `badGcacheSize`
 */
export function parseTraits(asked: {
  readonly sstMethod?: string | undefined;
  readonly gcacheSize?: string | undefined;
}): Partial<ClusterTraits> {
  const { sstMethod, gcacheSize } = asked;
  const method = sstMethodOf(sstMethod);
  if (sstMethod !== undefined && method === undefined) {
    throw new GaleraError('badSstMethod', `There is no SST method "${sstMethod}".`, {
      advice: `The methods are ${sstMethodNames.join(', ')}.`,
    });
  }
  const bytes = gcacheSize === undefined ? undefined : sizeInBytes(gcacheSize);
  const [least = 0, most = 0] = [sizeInBytes(gcacheLimits.min), sizeInBytes(gcacheLimits.max)];
  if (gcacheSize !== undefined && (bytes === undefined || bytes < least || bytes > most)) {
    throw new GaleraError('badGcacheSize', `"${gcacheSize}" is no size for the gcache.`, {
      advice: `Name one from ${gcacheLimits.min} to ${gcacheLimits.max}, like ${defaultTraits.gcacheSize}.`,
    });
  }
  return {
    ...(method === undefined ? {} : { sstMethod: method }),
    ...(gcacheSize === undefined ? {} : { gcacheSize }),
  };
}

export function traitLabels(traits: ClusterTraits): Record<string, string> {
  return { [labels.sstMethod]: traits.sstMethod, [labels.gcacheSize]: traits.gcacheSize };
}

/** The traits that a volume's or a container's labels say; what an earlier version made has the defaults. */
export function traitsOf(own: Readonly<Record<string, string>>): ClusterTraits {
  const gcacheSize = own[labels.gcacheSize] ?? '';
  return {
    sstMethod: sstMethodOf(own[labels.sstMethod]) ?? defaultTraits.sstMethod,
    gcacheSize: sizeInBytes(gcacheSize) === undefined ? defaultTraits.gcacheSize : gcacheSize,
  };
}

/** Whether a cluster has the traits asked for. */
export function hasTraits(traits: ClusterTraits, asked: Partial<ClusterTraits>): boolean {
  return (
    (asked.sstMethod ?? traits.sstMethod) === traits.sstMethod &&
    sizeInBytes(asked.gcacheSize ?? traits.gcacheSize) === sizeInBytes(traits.gcacheSize)
  );
}
