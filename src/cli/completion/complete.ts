import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { files, offers, type Typed } from './offers';

/** What can stand where the cursor is, and in a few words what it means; or that it is the name of a file. */
export type Completion = readonly { readonly value: string; readonly about: string }[] | typeof files;

/** What a command line says up to the cursor. */
interface Line {
  readonly command: CommandUnknownOpts;
  readonly words: readonly string[];
  readonly given: readonly Option[];
  /** The option whose value comes next. */
  readonly open: Option | undefined;
  /** Behind `--` there are words only. */
  readonly onlyWords: boolean;
}

function findOption(command: CommandUnknownOpts, flag: string): Option | undefined {
  return command.options.find(({ long, short }) => flag === long || flag === short);
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

function readWord(line: Line, word: string): Line {
  const { command, words, given, open, onlyWords } = line;
  if (open !== undefined) {
    return { ...line, open: undefined };
  }
  if (word === '--' && !onlyWords) {
    return { ...line, onlyWords: true };
  }
  if (word.startsWith('-') && !onlyWords) {
    const option = findOption(command, word.split('=')[0] ?? '');
    const isOpen = option !== undefined && takesValue(option) && !word.includes('=');
    return { ...line, given: option === undefined ? given : [...given, option], open: isOpen ? option : undefined };
  }
  const next = words.length === 0 ? command.commands.find((each) => each.name() === word) : undefined;
  return next === undefined ? { ...line, words: [...words, word] } : { ...line, command: next, given: [] };
}

/** Without brackets and dots: `N` of `--nodes <N>`. */
function valueName({ flags }: Option): string {
  return /[<[]([^>\].]+)/.exec(flags)?.[1] ?? '';
}

function clusterIn({ command, words }: Line): string | undefined {
  const at = command.registeredArguments.findIndex((word) => word.name() === 'NAME');
  return words[at] ?? (command.registeredArguments[at]?.defaultValue as string | undefined);
}

function verbsIn(command: CommandUnknownOpts): Completion {
  return command.commands.map((verb) => ({ value: verb.name(), about: verb.description() }));
}

function optionsIn({ command, given }: Line): Completion {
  const left = command.options.filter((option) => !given.includes(option));
  const help = { value: '--help', about: 'show what it takes' };
  return [...left.map(({ long, description }) => ({ value: long ?? '', about: description })), help];
}

/** The verbs that can stand behind the words of `galera help`. */
function verbsBehind(program: CommandUnknownOpts, words: readonly string[]): Completion {
  const command = words.reduce<CommandUnknownOpts | undefined>(
    (at, word) => at?.commands.find((each) => each.name() === word),
    program,
  );
  return command === undefined ? [] : verbsIn(command);
}

async function valuesOf(name: string, about: string, typed: Typed): Promise<Completion> {
  const found = (await offers[name]?.(typed)) ?? [];
  return found === files ? files : found.map((value) => ({ value, about }));
}

function beginningWith(start: string, found: Completion): Completion {
  return found === files ? files : found.filter(({ value }) => value.startsWith(start));
}

/**
 * What can stand at the cursor of a command line.
 *
 * @param before the words between `galera` and the cursor's.
 * @param current the cursor's word, up to the cursor; `--name=value` is one word, and so is what comes back for it.
 */
export async function complete(
  program: CommandUnknownOpts,
  before: readonly string[],
  current: string,
  nodes: Typed['nodes'],
): Promise<Completion> {
  const nothing: Line = { command: program, words: [], given: [], open: undefined, onlyWords: false };
  const line = before.reduce(readWord, nothing);
  const { command, words, open, onlyWords } = line;
  const typed: Typed = { cluster: clusterIn(line), nodes };
  if (open !== undefined) {
    return beginningWith(current, await valuesOf(valueName(open), open.description, typed));
  }
  const [, flag, start] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (flag !== undefined && start !== undefined && !onlyWords) {
    const option = findOption(command, flag);
    const found = option === undefined ? [] : await valuesOf(valueName(option), option.description, typed);
    const whole = found === files ? files : found.map(({ value, about }) => ({ value: `${flag}=${value}`, about }));
    return beginningWith(current, whole);
  }
  if (current.startsWith('-') && !onlyWords) {
    return beginningWith(current, optionsIn(line));
  }
  if (command.commands.length > 0) {
    return words.length > 0 ? [] : beginningWith(current, verbsIn(command));
  }
  const declared = command.registeredArguments;
  const word = declared[words.length] ?? declared.find(({ variadic }) => variadic);
  if (word === undefined) {
    return onlyWords ? [] : beginningWith(current, optionsIn(line));
  }
  return beginningWith(
    current,
    word.name() === 'VERB' ? verbsBehind(program, words) : await valuesOf(word.name(), word.description, typed),
  );
}
