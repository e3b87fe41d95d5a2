import { Argument } from '@commander-js/extra-typings';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { name, node } from '../words';

export const kill: Verb = {
  name: 'kill',
  synopsis: 'NAME NODE | kill NAME --all',
  purpose: 'kill a node, or all at once (SIGKILL)',
  group: 'nodes',
  examples: [
    { line: 'kill shop g2', does: 'one node crashes' },
    { line: 'kill shop --all', does: 'all of them, at the same moment' },
  ],
  define: (command, run) =>
    command
      .addArgument(name)
      .addArgument(new Argument('[NODE]', node.description))
      .option('--all', 'every node that runs, at the same moment')
      .action((cluster, node, { all = false }) => {
        if (all === (node !== undefined)) {
          throw new UsageError('"kill" takes either a node or --all.');
        }
        return run(async ({ access, options }) => {
          if (node === undefined) {
            const { killCluster } = await import('../../cluster/operations/killCluster');
            await killCluster(access, cluster, options);
          } else {
            const { killNode } = await import('../../cluster/operations/nodeActions');
            await killNode(access, { cluster, node }, options);
          }
        });
      }),
};
