import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A verb's arguments; verbs that take less leave the rest undefined. */
export interface CliArguments {
  readonly verb: VerbName;
  readonly name: string | undefined;
  /** The verb's second word: a node's name, or a number of nodes. */
  readonly subject: string | undefined;
  readonly nodes: number | undefined;
  readonly image: string | undefined;
  readonly sstMethod: string | undefined;
  readonly gcacheSize: string | undefined;
  /** The node to fill others from. */
  readonly donor: string | undefined;
  /** False for --no-tls; undefined where nothing is said of TLS. */
  readonly tls: false | undefined;
  readonly json: boolean;
  /** Only the certificate authority, as PEM, for `connect`. */
  readonly ca: boolean;
  readonly yes: boolean;
  readonly all: boolean;
  /** The node whose data is to count, for `recover`. */
  readonly bootstrap: string | undefined;
  readonly acceptLoss: boolean;
}

/** What was typed isn't what a verb takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  nodes: { type: 'string' },
  image: { type: 'string' },
  'sst-method': { type: 'string' },
  'gcache-size': { type: 'string' },
  donor: { type: 'string' },
  'no-tls': { type: 'boolean' },
  ca: { type: 'boolean' },
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  all: { type: 'boolean' },
  bootstrap: { type: 'string' },
  'accept-loss': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

type Option = keyof typeof options;

interface VerbSyntax {
  readonly synopsis: string;
  readonly purpose: string;
  readonly options: readonly Option[];
  /** How many words follow the verb: at least, at most. */
  readonly words: readonly [least: number, most: number];
}

function nodeVerb(verb: string, purpose: string, more: { yes?: boolean; donor?: boolean } = {}): VerbSyntax {
  const synopsis = `${verb} NAME NODE${more.yes === true ? ' --yes' : ''}${more.donor === true ? ' [--donor NODE]' : ''}`;
  const taken = [...(more.yes === true ? ['yes' as const] : []), ...(more.donor === true ? ['donor' as const] : [])];
  return { synopsis, purpose, options: taken, words: [2, 2] };
}

export const verbs = {
  start: {
    synopsis: 'start [NAME] [--nodes N] [--image REF] [--sst-method M] [--gcache-size SIZE] [--no-tls]',
    purpose: 'make the cluster, or resume it',
    options: ['nodes', 'image', 'sst-method', 'gcache-size', 'no-tls'],
    words: [0, 1],
  },
  status: { synopsis: 'status [NAME] [--json]', purpose: 'show the nodes of one cluster, or of all', options: ['json'], words: [0, 1] },
  connect: {
    synopsis: 'connect [NAME] [--json | --ca]',
    purpose: 'show hosts, ports, user and password, or the CA certificate',
    options: ['json', 'ca'],
    words: [0, 1],
  },
  stop: { synopsis: 'stop [NAME]', purpose: 'stop the nodes in good order, data kept', options: [], words: [0, 1] },
  remove: { synopsis: 'remove [NAME] --yes', purpose: 'remove the cluster and its data', options: ['yes'], words: [0, 1] },
  kill: { synopsis: 'kill NAME NODE | kill NAME --all', purpose: 'kill a node, or all at once (SIGKILL)', options: ['all'], words: [1, 2] },
  idle: nodeVerb('idle', 'let a node leave in good order'),
  freeze: nodeVerb('freeze', 'freeze a node, as a machine that hangs'),
  isolate: nodeVerb('isolate', 'cut a node off the replication network'),
  restore: nodeVerb('restore', 'bring a node back, whatever is wrong with it', { donor: true }),
  rebuild: nodeVerb('rebuild', 'wipe a node and fill it by a full SST', { yes: true, donor: true }),
  scale: { synopsis: 'scale NAME N [--yes] [--donor NODE]', purpose: 'give the cluster N nodes; fewer needs --yes', options: ['yes', 'donor'], words: [2, 2] },
  recover: {
    synopsis: 'recover [NAME] [--bootstrap NODE --accept-loss]',
    purpose: 'show what each node holds, or choose whose data counts',
    options: ['bootstrap', 'accept-loss'],
    words: [0, 1],
  },
} as const satisfies Readonly<Record<string, VerbSyntax>>;

export type VerbName = keyof typeof verbs;

function isVerb(word: string): word is VerbName {
  return Object.hasOwn(verbs, word);
}

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
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '');
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    return undefined;
  }
  const words = positionals.slice(1);
  const [verbName] = positionals;
  if (verbName === undefined) {
    throw new UsageError('A verb is missing.');
  }
  if (!isVerb(verbName)) {
    throw new UsageError(`There is no verb "${verbName}".`);
  }
  const verb: VerbSyntax = verbs[verbName];
  const stray = Object.keys(values).find((option) => !verb.options.includes(option as Option));
  if (stray !== undefined) {
    throw new UsageError(`"${verbName}" takes no --${stray}.`);
  }
  const [least, most] = verb.words;
  if (words.length < least || words.length > most) {
    throw new UsageError(`"${words.join(' ')}" doesn't fit: galera ${verb.synopsis}.`);
  }
  return {
    verb: verbName,
    name: words[0],
    subject: words[1],
    nodes: parseNodes(values.nodes),
    image: values.image,
    sstMethod: values['sst-method'],
    gcacheSize: values['gcache-size'],
    donor: values.donor,
    tls: values['no-tls'] === true ? false : undefined,
    json: values.json ?? false,
    ca: values.ca ?? false,
    yes: values.yes ?? false,
    all: values.all ?? false,
    bootstrap: values.bootstrap,
    acceptLoss: values['accept-loss'] ?? false,
  };
}
