import type Modem from 'docker-modem';

/** Kinds of calls to Docker: an exec is one by its creation, its start and what is asked about it are `other`. */
export const callKinds = ['archive', 'exec', 'logs', 'inspect', 'list', 'create', 'start', 'other'] as const;
export type CallKind = (typeof callKinds)[number];
export type CallCounts = Readonly<Record<CallKind, number>>;

const patterns: readonly (readonly [kind: CallKind, pattern: RegExp])[] = [
  ['archive', /^[A-Z]+ \/containers\/[^/]+\/archive$/],
  ['exec', /^POST \/containers\/[^/]+\/exec$/],
  ['logs', /^GET \/containers\/[^/]+\/logs$/],
  ['list', /^GET \/(containers|images)\/json$/],
  ['list', /^GET \/(networks|volumes)$/],
  ['inspect', /^GET \/(containers|images)\/.+\/json$/],
  ['inspect', /^GET \/(networks|volumes)\/[^/]+$/],
  ['create', /^POST \/(containers|networks|volumes)\/create$/],
  ['start', /^POST \/containers\/[^/]+\/start$/],
];

/** What kind of call a request is, by the paths of Docker's API. */
export function callKind(method: string, path: string): CallKind {
  const call = `${method} ${path.split('?', 1)[0] ?? ''}`;
  return patterns.find(([, pattern]) => pattern.test(call))?.[0] ?? 'other';
}

/** No calls. */
export const noCalls: CallCounts = {
  archive: 0,
  exec: 0,
  logs: 0,
  inspect: 0,
  list: 0,
  create: 0,
  start: 0,
  other: 0,
};

/** Counts the calls of a connection to Docker from now on; the function that comes back tells how many there were. */
export function countCalls({ modem }: { readonly modem: unknown }): () => CallCounts {
  const own = modem as Modem;
  const dial = own.dial.bind(own);
  let counts = noCalls;
  own.dial = (options, callback) => {
    const kind = callKind(options.method ?? 'GET', options.path);
    counts = { ...counts, [kind]: counts[kind] + 1 };
    dial(options, callback);
  };
  return () => counts;
}
