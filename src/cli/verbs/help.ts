import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { commandOf, pathOf } from '../verbHelp';

function rootOf(command: CommandUnknownOpts): CommandUnknownOpts {
  return command.parent === null ? command : rootOf(command.parent);
}

export const help: Verb = {
  name: 'help',
  synopsis: '[VERB...]',
  purpose: 'show all verbs, or what one takes, with examples',
  group: 'other',
  examples: [{ line: 'help start', does: 'what "start" takes; "start --help" shows the same' }],
  define: (command) =>
    command.argument('[VERB...]', 'the verb, as it is typed').action((words) => {
      const asked = commandOf(rootOf(command), words);
      if (pathOf(asked) !== words.join(' ')) {
        throw new UsageError(`There is no verb "${words.join(' ')}".`);
      }
      asked.outputHelp();
    }),
};
