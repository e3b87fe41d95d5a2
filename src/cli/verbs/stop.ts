import { print } from '../print';
import { clusterTable } from '../table';
import type { Verb } from '../verb';
import { nameOrDemo } from '../words';

export const stop: Verb = {
  name: 'stop',
  synopsis: '[NAME]',
  purpose: 'stop the nodes in good order, data kept',
  group: 'clusters',
  examples: [{ line: 'stop shop', does: 'every node leaves in good order; "start shop" brings it back' }],
  define: (command, run) =>
    command.addArgument(nameOrDemo).action((name) =>
      run(async ({ access, options }) => {
        const { stopCluster } = await import('../../cluster/operations/stopCluster');
        print(clusterTable(await stopCluster(access, name, options)));
      }),
    ),
};
