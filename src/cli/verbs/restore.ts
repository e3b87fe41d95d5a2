import { print } from '../print';
import type { Verb } from '../verb';
import { donor, name, node } from '../words';

export const restore: Verb = {
  name: 'restore',
  synopsis: 'NAME NODE [--donor NODE]',
  purpose: 'bring a node back, whatever is wrong with it',
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
