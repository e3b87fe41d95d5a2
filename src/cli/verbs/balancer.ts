import { Argument } from '@commander-js/extra-typings';
import { print } from '../print';
import { clusterTable } from '../table';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { type BalancerAction, balancerActions } from '../balancerActions';
import { name, optionValue, portNumber } from '../words';

const action = new Argument('<ACTION>', `what to do: ${balancerActions.join(', ')}`).argParser(
  (text): BalancerAction => {
    const found = balancerActions.find((each) => each === text);
    if (found === undefined) {
      throw new UsageError(`"balancer" does ${balancerActions.join(', ')}, not "${text}".`);
    }
    return found;
  },
);

const writer = new Argument('[NODE]', 'with "writer": the node that the write port is to lead to');

export const balancer: Verb = {
  name: 'balancer',
  synopsis: 'NAME ACTION [NODE] [--image REF] [--write-port N] [--read-port N]',
  group: 'clusters',
  purpose: 'turn its load balancer on or off, or lead it to a writer',
  examples: [
    { line: 'balancer demo on', does: 'a port to write to and one to read from' },
    { line: 'balancer demo writer g2', does: 'lead writes to g2' },
  ],
  define: (command, run) =>
    command
      .addArgument(name)
      .addArgument(action)
      .addArgument(writer)
      .option('--image <REF>', 'with "on": an image of HAProxy', optionValue)
      .option('--write-port <N>', 'with "on": the port on 127.0.0.1 for writing', portNumber('--write-port'))
      .option('--read-port <N>', 'with "on": the one for reading', portNumber('--read-port'))
      .action((cluster, what, node, asked) => {
        if ((what === 'writer') !== (node !== undefined)) {
          throw new UsageError('"balancer" takes a node with "writer", and only with that.');
        }
        if (what !== 'on' && Object.keys(asked).length > 0) {
          throw new UsageError(`"balancer ${what}" takes no options.`);
        }
        return run(async ({ access, options }) => {
          const { moveBalancerWriter, turnBalancerOff, turnBalancerOn } =
            await import('../../cluster/operations/balanceCluster');
          if (what === 'on') {
            print(clusterTable(await turnBalancerOn(access, cluster, asked, options)));
          } else if (node !== undefined) {
            print(clusterTable(await moveBalancerWriter(access, cluster, node, options)));
          } else {
            await turnBalancerOff(access, cluster, options);
          }
        });
      }),
};
