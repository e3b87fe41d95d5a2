import type { Verb } from '../verb';
import { name, node } from '../words';

export const idle: Verb = {
  name: 'idle',
  synopsis: 'NAME NODE',
  purpose: 'let a node leave in good order',
  define: (command, run) =>
    command
      .addArgument(name)
      .addArgument(node)
      .action((cluster, node) =>
        run(async ({ access, options }) => {
          const { idleNode } = await import('../../cluster/operations/nodeActions');
          await idleNode(access, { cluster, node }, options);
        }),
      ),
};
