import { print } from '../print';
import { recoveryJson } from '../recoveryJson';
import { recoveryText } from '../recoveryText';
import { clusterTable } from '../table';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { nameOrDemo, optionValue } from '../words';

export const recover: Verb = {
  name: 'recover',
  synopsis: '[NAME] [--json | --bootstrap NODE --accept-loss]',
  purpose: 'show what each node holds, or choose whose data counts',
  group: 'clusters',
  examples: [
    { line: 'recover shop', does: 'what each node holds, and what may be done' },
    { line: 'recover shop --bootstrap g2 --accept-loss', does: "g2's data become the cluster's" },
  ],
  define: (command, run) =>
    command
      .addArgument(nameOrDemo)
      .option('--json', 'what each node holds as one JSON document, for scripts')
      .option('--bootstrap <NODE>', "the node whose data become the cluster's", optionValue)
      .option('--accept-loss', 'give up what the others hold beside that')
      .action((name, { json = false, bootstrap, acceptLoss = false }) => {
        if (json && bootstrap !== undefined) {
          throw new UsageError('"recover" takes either --json, which only looks, or --bootstrap.');
        }
        if ((bootstrap !== undefined) !== acceptLoss) {
          throw new UsageError(
            'Choosing whose data counts can lose what the others hold: --bootstrap NODE needs --accept-loss.',
          );
        }
        return run(async ({ access, options }) => {
          const { inspectRecovery, recoverFrom } = await import('../../cluster/operations/recoverCluster');
          print(
            bootstrap === undefined
              ? (json ? recoveryJson : recoveryText)(name, await inspectRecovery(access, name, options))
              : clusterTable(await recoverFrom(access, name, bootstrap, options)),
          );
        });
      }),
};
