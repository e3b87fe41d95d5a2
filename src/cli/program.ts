import { Command, type CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { print } from './print';
import { UsageError } from './usageError';
import { type SubVerb, type Verb, type VerbFamily, verbGroups, type Work } from './verb';
import { commandOf, helpStyle, pathOf, plainFlags, showExamples } from './verbHelp';

const description = [
  'Starts, breaks and heals MariaDB Galera clusters in Docker. galera help VERB tells what a verb takes, with examples.',
  'NAME is "demo" where left out. Exit codes: 0 done, 1 failed, 2 usage, 3 refused by the guard.',
].join('\n\n');

/** What is wrong with a verb's words and options; commander names them in its message only. */
function verbSentence(command: CommandUnknownOpts, { code, message }: CommanderError): string {
  const named = /'(.*)'/s.exec(message)?.[1] ?? '';
  const line = `galera ${pathOf(command)} ${command.usage()}`;
  switch (code) {
    case 'commander.unknownOption':
      return `"${pathOf(command)}" takes no ${named}.`;
    case 'commander.optionMissingArgument':
      return `A value is missing: ${plainFlags(named)}.`;
    case 'commander.missingMandatoryOptionValue':
      return `${plainFlags(named)} is missing: ${line}.`;
    case 'commander.missingArgument':
      return `${named} is missing: ${line}.`;
    case 'commander.excessArguments':
      return `"${command.args.join(' ')}" doesn't fit: ${line}.`;
    default:
      return message;
  }
}

/** What is wrong where a verb should stand: at the beginning, or behind the name of a family. */
function choiceSentence(command: CommandUnknownOpts): string {
  const [first] = command.args;
  const path = pathOf(command);
  if (first === undefined) {
    return path === '' ? 'A verb is missing.' : `A verb is missing behind "${path}".`;
  }
  return first.startsWith('-')
    ? `A verb has to come before ${first}.`
    : `There is no verb "${`${path} ${first}`.trimStart()}".`;
}

/** Has commander throw instead of ending the process; help, which is printed by then, passes as its own error. */
function throwUsage(command: CommandUnknownOpts, sentence: (error: CommanderError) => string): void {
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : new UsageError(sentence(error));
  });
}

type Run = (verb: string, work: Work) => Promise<void>;

function addVerb(parent: Command, verb: SubVerb, run: Run): Command {
  const { name, synopsis, purpose, examples } = verb;
  const command = parent.command(name).usage(synopsis).description(purpose);
  throwUsage(command, (error) => verbSentence(command, error));
  showExamples(command, examples);
  verb.define(command, (work) => run(pathOf(command), work));
  return command;
}

function addFamily(parent: Command, { name, purpose, verbs }: VerbFamily, run: Run): Command {
  const family = parent.command(name).usage('VERB').description(purpose).commandsGroup('Verbs:').helpCommand(false);
  throwUsage(family, () => choiceSentence(family));
  for (const verb of verbs) {
    addVerb(family, verb, run);
  }
  return family;
}

/**
 * The command line of all verbs. Parsed, it throws a UsageError for what a verb doesn't take, and a CommanderError
 * where help was asked for and has been printed.
 *
 * @param run carries out what a verb hands over; told the verb as it is typed, `snapshot create`.
 */
export function buildProgram(verbs: readonly (Verb | VerbFamily)[], run: Run): Command {
  const program = new Command('galera')
    .usage('VERB')
    .description(description)
    .helpCommand(false)
    .helpOption('-h, --help', 'show this')
    .showSuggestionAfterError(false)
    // What is wrong is said by whoever catches the error.
    .configureOutput({ writeOut: (text) => print(text.trimEnd()), writeErr: () => undefined })
    .configureHelp(helpStyle);
  throwUsage(program, () => choiceSentence(program));
  const order = Object.keys(verbGroups);
  for (const each of [...verbs].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))) {
    const command = 'verbs' in each ? addFamily(program, each, run) : addVerb(program, each, run);
    command.helpGroup(`${verbGroups[each.group]}:`);
  }
  return program;
}

/** The help of the verb that a command line begins with, or of all where it begins with none. */
export function helpFor(program: Command, argv: readonly string[]): string {
  return commandOf(program, argv).helpInformation().trimEnd();
}
