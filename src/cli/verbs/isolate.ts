import type { Verb } from '../verb';
import { name, node } from '../words';

export const isolate: Verb = {
  name: 'isolate',
  synopsis: 'NAME NODE',
  purpose: 'cut a node off the replication network',
  define: (command, run) =>
    command
      .addArgument(name)
      .addArgument(node)
      .action((cluster, node) =>
        run(async ({ access, options }) => {
          const { isolateNode } = await import('../../cluster/operations/nodeActions');
          await isolateNode(access, { cluster, node }, options);
        }),
      ),
};
