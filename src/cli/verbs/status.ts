import { print } from '../print';
import { statusJson } from '../statusJson';
import { clusterTable } from '../table';
import type { Verb } from '../verb';
import { nameOrAll } from '../words';

export const status: Verb = {
  name: 'status',
  synopsis: '[NAME] [--json]',
  purpose: 'show the nodes of one cluster, or of all',
  group: 'watching',
  examples: [
    { line: 'status', does: 'every cluster and its nodes' },
    { line: 'status shop --json', does: 'one cluster, as a document for scripts' },
  ],
  define: (command, run) =>
    command
      .addArgument(nameOrAll)
      .option('--json', 'one JSON document, for scripts')
      .action((name, { json }) =>
        run(async ({ access, options: { signal } }) => {
          const { readCluster, readClusters } = await import('../../cluster/view/readClusters');
          const clusters =
            name === undefined ? await readClusters(access, signal) : [await readCluster(access, name, signal)];
          if (json === true) {
            print(statusJson(clusters));
          } else if (clusters.length === 0) {
            print('There is no cluster. "galera start" makes one.');
          } else {
            print(clusters.map(clusterTable).join('\n\n'));
          }
        }),
      ),
};
