import { print } from '../print';
import { recoveryText } from '../recoveryText';
import { clusterTable } from '../table';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { nameOrDemo, optionValue } from '../words';

export const recover: Verb = {
  name: 'recover',
  synopsis: '[NAME] [--bootstrap NODE --accept-loss]',
  purpose: 'show what each node holds, or choose whose data counts',
  define: (command, run) =>
    command
      .addArgument(nameOrDemo)
      .option('--bootstrap <NODE>', "the node whose data become the cluster's", optionValue)
      .option('--accept-loss', 'give up what the others hold beside that')
      .action((name, { bootstrap, acceptLoss = false }) => {
        if ((bootstrap !== undefined) !== acceptLoss) {
          throw new UsageError(
            'Choosing whose data counts can lose what the others hold: --bootstrap NODE needs --accept-loss.',
          );
        }
        return run(async ({ access, options }) => {
          const { inspectRecovery, recoverFrom } = await import('../../cluster/operations/recoverCluster');
          print(
            bootstrap === undefined
              ? recoveryText(name, await inspectRecovery(access, name, options))
              : clusterTable(await recoverFrom(access, name, bootstrap, options)),
          );
        });
      }),
};
