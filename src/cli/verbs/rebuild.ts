import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { donor, name, node } from '../words';

export const rebuild: Verb = {
  name: 'rebuild',
  synopsis: 'NAME NODE --yes [--donor NODE]',
  purpose: 'wipe a node and fill it by a full SST',
  group: 'nodes',
  examples: [{ line: 'rebuild shop g2 --yes', does: 'g2 is wiped and filled by another node' }],
  define: (command, run) =>
    command
      .addArgument(name)
      .addArgument(node)
      .option('--yes', "wipe the node's data")
      .addOption(donor)
      .action((cluster, node, { yes, donor }) => {
        if (yes !== true) {
          throw new UsageError(`Rebuilding ${node} wipes its data; say --yes to do it.`);
        }
        return run(async ({ access, options }) => {
          const { rebuildNode } = await import('../../cluster/operations/rebuildNode');
          await rebuildNode(access, { cluster, node }, options, donor);
        });
      }),
};
