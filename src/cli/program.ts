import { Command, type CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { print } from './print';
import { UsageError } from './usageError';
import type { Verb, Work } from './verb';

const description = [
  'Starts, breaks and heals MariaDB Galera clusters in Docker. galera VERB --help tells what its options mean.',
  'NAME is "demo" where left out. Exit codes: 0 done, 1 failed, 2 usage, 3 refused by the guard.',
].join('\n\n');

/** Without the brackets that commander has around the name of a value: `--nodes N`. */
function plainFlags(flags: string): string {
  return flags.replaceAll(/[<>]/g, '');
}

/** What is wrong with a verb's words and options; commander names them in its message only. */
function verbSentence(command: CommandUnknownOpts, { code, message }: CommanderError): string {
  const named = /'(.*)'/s.exec(message)?.[1] ?? '';
  const line = `galera ${command.name()} ${command.usage()}`;
  switch (code) {
    case 'commander.unknownOption':
      return `"${command.name()}" takes no ${named}.`;
    case 'commander.optionMissingArgument':
      return `A value is missing: ${plainFlags(named)}.`;
    case 'commander.missingArgument':
      return `${named} is missing: ${line}.`;
    case 'commander.excessArguments':
      return `"${command.args.join(' ')}" doesn't fit: ${line}.`;
    default:
      return message;
  }
}

/** What is wrong with a command line that doesn't begin with a verb. */
function programSentence(program: CommandUnknownOpts): string {
  const [first] = program.args;
  if (first === undefined) {
    return 'A verb is missing.';
  }
  return first.startsWith('-') ? `A verb has to come before ${first}.` : `There is no verb "${first}".`;
}

/** Has commander throw instead of ending the process; help, which is printed by then, passes as its own error. */
function throwUsage(command: CommandUnknownOpts, sentence: (error: CommanderError) => string): void {
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : new UsageError(sentence(error));
  });
}

/**
 * The command line of all verbs. Parsed, it throws a UsageError for what a verb doesn't take, and a CommanderError
 * where help was asked for and has been printed.
 *
 * @param run carries out what a verb hands over.
 */
export function buildProgram(verbs: readonly Verb[], run: (verb: Verb, work: Work) => Promise<void>): Command {
  const program = new Command('galera')
    .usage('VERB')
    .description(description)
    .commandsGroup('Verbs:')
    .helpCommand(false)
    .helpOption('-h, --help', 'show this')
    .showSuggestionAfterError(false)
    // What is wrong is said by whoever catches the error.
    .configureOutput({ writeOut: (text) => print(text.trimEnd()), writeErr: () => undefined })
    .configureHelp({
      optionTerm: ({ flags }) => plainFlags(flags),
      subcommandTerm: (command) => `${command.name()} ${command.usage()}`,
    });
  throwUsage(program, () => programSentence(program));
  for (const verb of verbs) {
    const command = program.command(verb.name).usage(verb.synopsis).description(verb.purpose);
    throwUsage(command, (error) => verbSentence(command, error));
    verb.define(command, (work) => run(verb, work));
  }
  return program;
}

/** The help of the verb that a command line begins with, or of all where it begins with none. */
export function helpFor(program: Command, argv: readonly string[]): string {
  const command = program.commands.find((each) => each.name() === argv[0]) ?? program;
  return command.helpInformation().trimEnd();
}
