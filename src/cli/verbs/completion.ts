import { Argument } from '@commander-js/extra-typings';
import { completionScripts, shellNames } from '../completion/shells';
import { print } from '../print';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';

export const completion: Verb = {
  name: 'completion',
  synopsis: 'SHELL',
  purpose: 'print a script that has your shell complete verbs, options and names',
  group: 'other',
  examples: [
    { line: 'completion bash', does: 'for ~/.bashrc: source <(galera completion bash)' },
    { line: 'completion fish', does: 'for config.fish: galera completion fish | source' },
  ],
  define: (command) =>
    command.addArgument(new Argument('<SHELL>', `one of ${shellNames.join(', ')}`)).action((asked) => {
      const shell = shellNames.find((name) => name === asked);
      if (shell === undefined) {
        throw new UsageError(`There is no script for "${asked}": the shells are ${shellNames.join(', ')}.`);
      }
      print(completionScripts[shell].trimEnd());
    }),
};
