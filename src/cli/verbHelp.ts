import { type CommandUnknownOpts, Help } from '@commander-js/extra-typings';
import type { SubVerb } from './verb';

/** Without the brackets that commander has around the name of a value: `--nodes N`. */
export function plainFlags(flags: string): string {
  return flags.replaceAll(/[<>]/g, '');
}

/** What is typed for a command behind `galera`: `start`, `snapshot create`; nothing for the program itself. */
export function pathOf(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent === null ? '' : `${pathOf(parent)} ${command.name()}`.trimStart();
}

/** A verb in the list of all: its words, without the options that its own help has. */
function term(command: CommandUnknownOpts): string {
  const words = command.registeredArguments.map((word) => (word.required ? word.name() : `[${word.name()}]`));
  return [command.name(), ...(command.commands.length > 0 ? ['VERB'] : words)].join(' ');
}

const examplesOf = new WeakMap<CommandUnknownOpts, SubVerb['examples']>();

/** Has a verb's help end with its examples. */
export function showExamples(command: CommandUnknownOpts, examples: SubVerb['examples']): void {
  examplesOf.set(command, examples);
}

/** How `--help` looks. */
export const helpStyle: Partial<Help> = {
  optionTerm: ({ flags }) => plainFlags(flags),
  subcommandTerm: term,
  formatHelp: (command, helper) => {
    const help = Help.prototype.formatHelp.call(helper, command, helper);
    const lines = (examplesOf.get(command) ?? []).map(({ line, does }) => `  galera ${line}\n      ${does}`);
    return lines.length === 0 ? help : `${help}\nExamples:\n${lines.join('\n')}\n`;
  },
};

/** The command that words name, as far as they name one: the program itself where the first is no verb. */
export function commandOf(program: CommandUnknownOpts, words: readonly string[]): CommandUnknownOpts {
  const next = program.commands.find((each) => each.name() === words[0]);
  return next === undefined ? program : commandOf(next, words.slice(1));
}
