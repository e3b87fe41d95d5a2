import type { Verb } from '../verb';
import { name, node } from '../words';

export const freeze: Verb = {
  name: 'freeze',
  synopsis: 'NAME NODE',
  purpose: 'freeze a node, as a machine that hangs',
  define: (command, run) =>
    command
      .addArgument(name)
      .addArgument(node)
      .action((cluster, node) =>
        run(async ({ access, options }) => {
          const { freezeNode } = await import('../../cluster/operations/nodeActions');
          await freezeNode(access, { cluster, node }, options);
        }),
      ),
};
