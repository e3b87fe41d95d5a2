import type { SubVerb } from '../../src/cli/verb';
import { verbs } from '../../src/cli/verbs';

/** Every verb that does something, with what is typed for it: `start`, `snapshot create`. */
export const leafVerbs: readonly { readonly path: string; readonly verb: SubVerb }[] = verbs.flatMap((each) =>
  'verbs' in each
    ? each.verbs.map((verb) => ({ path: `${each.name} ${verb.name}`, verb }))
    : [{ path: each.name, verb: each }],
);
