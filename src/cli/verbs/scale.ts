import { nodeCountLimits } from '../../cluster/vocabulary/names';
import { nodesToGo } from '../../cluster/view/nodesToGo';
import { print } from '../print';
import { clusterTable } from '../table';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { donor, name, nodeCount } from '../words';

const { min, max } = nodeCountLimits;

export const scale: Verb = {
  name: 'scale',
  synopsis: 'NAME N [--yes] [--donor NODE]',
  purpose: 'give the cluster N nodes; fewer needs --yes',
  group: 'clusters',
  examples: [
    { line: 'scale shop 5', does: 'two more nodes for a cluster of three' },
    { line: 'scale shop 1 --yes', does: 'all but the first go, with their data' },
  ],
  define: (command, run) =>
    command
      .addArgument(name)
      .argument('<N>', `how many nodes it shall have, ${min} to ${max}`, nodeCount('"scale"'))
      .option('--yes', 'delete the data of the nodes that go')
      .addOption(donor)
      .action((name, count, { yes, donor }) =>
        run(async ({ access, options }) => {
          const { readCluster } = await import('../../cluster/view/readClusters');
          const { scaleCluster } = await import('../../cluster/operations/scaleCluster');
          const { nodes } = await readCluster(access, name, options.signal);
          const going = nodesToGo(nodes, count);
          if (going.length > 0 && yes !== true) {
            const names = going.map((node) => node.name).join(', ');
            throw new UsageError(`Scaling "${name}" down deletes the data of ${names}; say --yes to do it.`);
          }
          print(clusterTable(await scaleCluster(access, name, count, options, donor)));
        }),
      ),
};
