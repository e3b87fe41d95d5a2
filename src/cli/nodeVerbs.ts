import { freezeNode, idleNode, isolateNode, type NodeRef } from '../cluster/actions/nodeActions';
import { rebuildNode } from '../cluster/actions/rebuildNode';
import { restoreNode } from '../cluster/actions/restoreNode';
import { UsageError, type VerbName } from './arguments';
import { print } from './print';
import type { Verb, VerbContext } from './verb';

function nodeOf({ name, args }: VerbContext): NodeRef {
  return { cluster: name, node: args.subject ?? '' };
}

/** The verbs that are about one node. */
export const nodeVerbs = {
  idle: (context) => idleNode(context.engine, nodeOf(context), context.options),
  freeze: (context) => freezeNode(context.engine, nodeOf(context), context.options),
  isolate: (context) => isolateNode(context.engine, nodeOf(context), context.options),
  restore: async (context) => {
    const { reason } = await restoreNode(context.engine, nodeOf(context), context.options, context.args.donor);
    print(reason);
  },
  rebuild: async (context) => {
    if (!context.args.yes) {
      throw new UsageError(`Rebuilding ${nodeOf(context).node} wipes its data; say --yes to do it.`);
    }
    await rebuildNode(context.engine, nodeOf(context), context.options, context.args.donor);
  },
} satisfies Partial<Record<VerbName, Verb>>;
