import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A verb's arguments; verbs that take less leave the rest undefined. */
export interface CliArguments {
  readonly verb: string;
  readonly name: string | undefined;
  readonly nodes: number | undefined;
  readonly image: string | undefined;
  readonly json: boolean;
  readonly yes: boolean;
}

/** What was typed isn't what a verb takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  nodes: { type: 'string' },
  image: { type: 'string' },
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

type Option = keyof typeof options;

interface Verb {
  readonly synopsis: string;
  readonly purpose: string;
  readonly options: readonly Option[];
}

export const verbs: Readonly<Record<string, Verb>> = {
  start: {
    synopsis: 'start [NAME] [--nodes N] [--image REF]',
    purpose: 'make the cluster, or resume it',
    options: ['nodes', 'image'],
  },
  status: { synopsis: 'status [NAME] [--json]', purpose: 'show the nodes of one cluster, or of all', options: ['json'] },
  connect: { synopsis: 'connect [NAME] [--json]', purpose: 'show hosts, ports, user and password', options: ['json'] },
  stop: { synopsis: 'stop [NAME]', purpose: 'stop the nodes in good order, data kept', options: [] },
  remove: { synopsis: 'remove [NAME] --yes', purpose: 'remove the cluster and its data', options: ['yes'] },
};

/** What `galera --help` prints. */
export function usage(): string {
  const width = Math.max(...Object.values(verbs).map((verb) => verb.synopsis.length));
  const lines = Object.values(verbs).map((verb) => `  ${verb.synopsis.padEnd(width)}   ${verb.purpose}`);
  return ['Usage: galera VERB', '', ...lines, '', 'NAME is "demo" where left out. Exit codes: 0 done, 1 failed, 2 usage, 3 refused by the guard.'].join('\n');
}

function parseNodes(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (!/^\d+$/.test(text)) {
    throw new UsageError(`--nodes takes a number, not "${text}".`);
  }
  return Number(text);
}

/**
 * The command line as a verb and its arguments; undefined where help is asked for.
 *
 * @throws UsageError
 */
export function parseCommandLine(argv: readonly string[]): CliArguments | undefined {
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    return undefined;
  }
  const [name, ...rest] = positionals.slice(1);
  const [verbName] = positionals;
  if (verbName === undefined) {
    throw new UsageError('A verb is missing.');
  }
  const verb = Object.hasOwn(verbs, verbName) ? verbs[verbName] : undefined;
  if (verb === undefined) {
    throw new UsageError(`There is no verb "${verbName}".`);
  }
  const stray = Object.keys(values).find((option) => !verb.options.includes(option as Option));
  if (stray !== undefined) {
    throw new UsageError(`"${verbName}" takes no --${stray}.`);
  }
  if (rest.length > 0) {
    throw new UsageError(`"${verbName}" takes one name, not "${positionals.slice(1).join(' ')}".`);
  }
  return {
    verb: verbName,
    name,
    nodes: parseNodes(values.nodes),
    image: values.image,
    json: values.json ?? false,
    yes: values.yes ?? false,
  };
}
