import { exportTargets } from '../../cluster/export/exportTargets';
import { sstMethodNames } from '../../sst/methods';
import { balancerActions } from '../balancerActions';
import { shellNames } from './shells';

/** The clusters there are, with their nodes. */
export interface KnownNode {
  readonly cluster: string;
  readonly node: string;
}

/** What has been typed so far that tells what may follow. */
export interface Typed {
  /** The cluster's name, or the one that is meant where it is left out; undefined where there is neither. */
  readonly cluster: string | undefined;
  /** @returns nothing where Docker doesn't answer. */
  readonly nodes: () => Promise<readonly KnownNode[]>;
}

/** Names of files: the shell knows those. */
export const files = 'files';

type Offer = (typed: Typed) => Promise<readonly string[] | typeof files>;

const fixed =
  (...values: readonly string[]): Offer =>
  () =>
    Promise.resolve(values);

const filesOffer: Offer = () => Promise.resolve(files);

/** What may stand for a word or an option's value, by the name that `--help` has for it. What isn't here is free. */
export const offers: Readonly<Record<string, Offer | undefined>> = {
  NAME: async ({ nodes }) => [...new Set((await nodes()).map(({ cluster }) => cluster))],
  NODE: async ({ cluster, nodes }) =>
    (await nodes()).flatMap((known) => (known.cluster === cluster ? [known.node] : [])),
  M: fixed(...sstMethodNames),
  TARGET: fixed(...exportTargets),
  SHELL: fixed(...shellNames),
  ACTION: fixed(...balancerActions),
  FILE: filesOffer,
  FOLDER: filesOffer,
};
