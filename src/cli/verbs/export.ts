import { exportTargets } from '../../cluster/export/exportTargets';
import { print } from '../print';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { name, optionValue } from '../words';

export const exportVerb: Verb = {
  name: 'export',
  synopsis: 'NAME --to TARGET [--out FOLDER] [--json]',
  purpose: 'write what runs the cluster without us, data excepted',
  group: 'data',
  examples: [
    { line: 'export shop --to compose', does: 'into shop-compose: a cluster that docker compose starts by itself' },
    {
      line: 'export shop --to compose --out ~/shop --json',
      does: 'the same elsewhere; tells scripts what was written',
    },
  ],
  define: (command, run) =>
    command
      .addArgument(name)
      .requiredOption('--to <TARGET>', `what for: ${exportTargets.join(', ')}`, optionValue)
      .option('--out <FOLDER>', 'a new or empty folder; NAME-TARGET where left out', optionValue)
      .option('--json', 'what was written as one JSON document, for scripts')
      .action((cluster, { to, out = `${cluster}-${to}`, json }) => {
        const target = exportTargets.find((each) => each === to);
        if (target === undefined) {
          throw new UsageError(`There is no export to "${to}": it goes to ${exportTargets.join(' or ')}.`);
        }
        return run(async ({ access, options }) => {
          const { exportCluster } = await import('../../cluster/export/exportCluster');
          const { folder, files } = await exportCluster(access, cluster, target, out, options.signal);
          if (json === true) {
            print(JSON.stringify({ cluster, to: target, folder, files }));
          } else {
            print(`"${cluster}" is in ${folder}; its README.md says how to go on, and what isn't there.`);
          }
        });
      }),
};
