import type { VerbName } from './arguments';
import { clusterVerbs } from './clusterVerbs';
import { nodeVerbs } from './nodeVerbs';
import type { Verb } from './verb';

/** What each verb does. A verb without an entry doesn't compile: it would do nothing and say that it is done. */
export const verbHandlers: Readonly<Record<VerbName, Verb>> = { ...clusterVerbs, ...nodeVerbs };
