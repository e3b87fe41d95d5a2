import { print } from '../print';
import type { Verb } from '../verb';
import { donor, name, node } from '../words';

export const restore: Verb = {
  name: 'restore',
  synopsis: 'NAME NODE [--donor NODE]',
  purpose: 'bring a node back, whatever is wrong with it',
  group: 'nodes',
  examples: [
    { line: 'restore shop g2', does: 'g2 serves again, whatever was done to it' },
    { line: 'restore shop g2 --donor g3', does: 'the same, with its data from g3' },
  ],
  define: (command, run) =>
    command
      .addArgument(name)
      .addArgument(node)
      .addOption(donor)
      .action((cluster, node, { donor }) =>
        run(async ({ access, options }) => {
          const { restoreNode } = await import('../../cluster/operations/restoreNode');
          const { reason } = await restoreNode(access, { cluster, node }, options, donor);
          print(reason);
        }),
      ),
};
