import type { Access, OperationOptions } from '../cluster/docker/access';
import type { NodeRef } from '../cluster/operations/nodeActions';
import type { Verb } from './verb';
import { name, node } from './words';

type NodeAction = (access: Access, at: NodeRef, options: OperationOptions) => Promise<void>;

/**
 * A verb that takes a cluster and a node of it, and nothing else.
 *
 * @param does what it does to g2 of the cluster "shop".
 * @param load the part of the engine that it needs.
 */
export function nodeVerb(verb: string, purpose: string, does: string, load: () => Promise<NodeAction>): Verb {
  return {
    name: verb,
    synopsis: 'NAME NODE',
    purpose,
    group: 'nodes',
    examples: [{ line: `${verb} shop g2`, does }],
    define: (command, run) =>
      command
        .addArgument(name)
        .addArgument(node)
        .action((cluster, node) =>
          run(async ({ access, options }) => {
            const act = await load();
            await act(access, { cluster, node }, options);
          }),
        ),
  };
}
