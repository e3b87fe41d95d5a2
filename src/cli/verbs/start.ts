import type { BalancerRequest } from '../../cluster/balancer/ensureBalancer';
import { nodeCountLimits } from '../../cluster/vocabulary/names';
import { sstMethodNames } from '../../sst/methods';
import { defaultTraits, parseTraits } from '../../cluster/vocabulary/traits';
import { print, printError } from '../print';
import { clusterTable } from '../table';
import type { Verb } from '../verb';
import { nameOrDemo, nodeCount, optionValue } from '../words';

const { min, max } = nodeCountLimits;

/** Whoever names an image for the balancer wants one. */
function balancerOf(isWanted: true | undefined, image: string | undefined): { balancer?: BalancerRequest } {
  if (image !== undefined) {
    return { balancer: { image } };
  }
  return isWanted === true ? { balancer: {} } : {};
}

export const start: Verb = {
  name: 'start',
  synopsis:
    '[NAME] [--nodes N] [--image REF] [--sst-method M] [--gcache-size SIZE] [--no-tls] [--balancer] [--balancer-image REF]',
  purpose: 'make the cluster, or resume it',
  group: 'clusters',
  examples: [
    { line: 'start shop --nodes 5', does: 'a cluster of five nodes, or the one there is resumed' },
    {
      line: 'start --image mariadb:10.11 --sst-method mariabackup',
      does: 'the cluster "demo" of another version, filled by mariabackup',
    },
  ],
  define: (command, run) =>
    command
      .addArgument(nameOrDemo)
      .option('--nodes <N>', `how many nodes a new cluster gets, ${min} to ${max}`, nodeCount('--nodes'))
      .option('--image <REF>', 'the image of its nodes', optionValue)
      .option('--sst-method <M>', `how its nodes are filled: ${sstMethodNames.join(', ')}`, optionValue)
      .option('--gcache-size <SIZE>', `what a node keeps for IST, as in ${defaultTraits.gcacheSize}`, optionValue)
      .option('--no-tls', 'a new cluster without TLS')
      .option('--balancer', 'with a load balancer')
      .option('--balancer-image <REF>', 'the image of HAProxy that it is made from', optionValue)
      .action((name, { tls, balancer, balancerImage, ...asked }) => {
        parseTraits(asked);
        return run(async ({ access, options }) => {
          const { startCluster } = await import('../../cluster/operations/startCluster');
          // Only --no-tls says anything of TLS: a cluster that was made without it is resumed by a plain start.
          const request = { name, ...asked, ...(tls ? {} : { tls }), ...balancerOf(balancer, balancerImage) };
          const { how, cluster } = await startCluster(access, request, options);
          if (how === 'alreadyRunning') {
            printError(`"${name}" is running already.`);
          }
          print(clusterTable(cluster));
        });
      }),
};
