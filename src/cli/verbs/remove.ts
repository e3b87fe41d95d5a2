import { print } from '../print';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { nameOrDemo } from '../words';

export const remove: Verb = {
  name: 'remove',
  synopsis: '[NAME] --yes',
  purpose: 'remove the cluster and its data',
  group: 'clusters',
  examples: [{ line: 'remove shop --yes', does: 'the cluster goes, with all of its data' }],
  define: (command, run) =>
    command
      .addArgument(nameOrDemo)
      .option('--yes', 'delete the data')
      .action((name, { yes }) => {
        if (yes !== true) {
          throw new UsageError(`Removing "${name}" deletes its data; say --yes to do it.`);
        }
        return run(async ({ access, options }) => {
          const { removeCluster } = await import('../../cluster/operations/removeCluster');
          await removeCluster(access, name, options);
          print(`"${name}" and its data are removed.`);
        });
      }),
};
