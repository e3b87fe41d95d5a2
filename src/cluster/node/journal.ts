import type Docker from 'dockerode';
import { accessOf } from '../docker/boundedCalls';
import { readFile } from '../docker/containerFiles';
import { lastLogLines, stampOf, wholeLog } from '../docker/containerLogs';
import { type BootReport, parseBootReport } from './bootReport';
import { nodePaths } from './nodePaths';
import { bootMark, sealedBoot, valuesOf } from './sealedLines';

/** What a running node's scripts have said since it started. */
export interface Journal {
  readonly boot: string;
  /** Undefined while the start script prepares the data directory. */
  readonly report: BootReport | undefined;
  /** Its server has been connected to a group. */
  readonly connected: boolean;
  /** Its server has been Synced. */
  readonly synced: boolean;
  /** The status that its server told wsrep_notify_cmd last, as in "donor". */
  readonly told: string | undefined;
  /** With whom its server has been Primary last; undefined where it hasn't been. */
  readonly servedWith: readonly string[] | undefined;
  /** A server has spoken of whose start no report tells: lines are missing. */
  readonly hasHole: boolean;
}
const notifyMark = 'galera-notify: ';
/** A server's own start writes some 200. */
const mostLines = 1_000;

const nothingYet = { connected: false, synced: false, told: undefined, servedWith: undefined, hasHole: false };

/** A line of the server's own: "2026-11-27  5:06:06 0 [Note] WSREP: …". */
const serverLine = /^\d{4}-\d\d-\d\d +\d+:\d\d:\d\d \d+ \[/;

/** Whether a server may speak that the scripts have started, by what they said last. */
function hasServer(journal: Journal | undefined): boolean {
  return journal?.report?.phase === 'bootstrapping' || journal?.report?.phase === 'joining';
}

/** uuid/name/address,… as wsrep_notify_cmd gets them. */
function namesOf(members: string): readonly string[] | undefined {
  const names = members.split(',').flatMap((member) => member.split('/').slice(1, 2));
  return names.length === 0 ? undefined : names;
}

/**
 * What further lines of a container's log say of its present run: each report that bears its seal begins anew, and what
 * the server tells wsrep_notify_cmd in the name of that boot adds to it.
 *
 * Behind a line that a full disk cut off, Docker passes over some lines, or over all (moby,
 * daemon/logger/jsonfilelog/read.go). Where a run's reports are among those, what an earlier run said last, of which
 * Docker may note the time after that run's end, isn't this one's.
 *
 * @param before what the lines before them said; undefined where no report was among them.
 */
export function continueJournal(
  before: Journal | undefined,
  lines: readonly string[],
  monitorPassword: string,
): Journal | undefined {
  let journal = before;
  for (const line of lines) {
    if (line.startsWith(bootMark)) {
      const boot = sealedBoot(line, monitorPassword);
      if (boot !== undefined) {
        journal = { boot, report: parseBootReport(line.slice(bootMark.length).replaceAll(' ', '\n')), ...nothingYet };
      }
    } else if (journal !== undefined && line.startsWith(notifyMark)) {
      const values = valuesOf(line.slice(notifyMark.length));
      if (values.get('boot') === journal.boot) {
        const told = values.get('status');
        const members = values.get('primary') === 'yes' ? namesOf(values.get('members') ?? '') : undefined;
        journal = {
          ...journal,
          connected: true,
          synced: journal.synced || told === 'synced',
          told,
          servedWith: members ?? journal.servedWith,
        };
      }
    } else if (serverLine.test(line) && !hasServer(journal)) {
      journal = { ...(journal ?? { boot: '', report: undefined, ...nothingYet }), hasHole: true };
    }
  }
  return journal;
}

/** Whose journal, and how to tell what is true in it. */
export interface JournalOf {
  readonly container: Docker.Container;
  /** {@link previousEndOf} its container: what an earlier run said lies before it. Undefined where that isn't known. */
  readonly previousEnd: string | undefined;
  /** Undefined where it isn't known: then the files have to do. */
  readonly monitorPassword: string | undefined;
  /** It was started with these scripts of ours: where they have said nothing they haven't come so far. */
  readonly isNew?: boolean;
}

/**
 * When a container's previous run ended, by its state. Its start wouldn't do, which Docker notes after the first lines
 * may have been written.
 *
 * @returns undefined where the machine's clock was set back between the two: what lies before and after can't be told
 * then.
 */
export function previousEndOf({
  StartedAt: startedAt,
  FinishedAt: finishedAt,
}: {
  readonly StartedAt: string;
  readonly FinishedAt: string;
}): string | undefined {
  return Date.parse(startedAt) < Date.parse(finishedAt) ? undefined : finishedAt;
}

/** What a run of a container has said so far, and when it said the last of that. */
interface ReadSoFar {
  readonly journal: Journal | undefined;
  readonly until: Date | undefined;
  /** When its log was found to be read to its end, by the clock that only goes forward, in milliseconds. */
  readonly wholeAtMs: number;
}

/** For so long nothing is hidden in a log that was whole: only a full disk does that. */
const wholeForMs = 1_000;

const runs = new WeakMap<object, Map<string, ReadSoFar>>();
/** Of each engine: more than anyone has nodes. */
const mostRuns = 500;

function runsOf({ container }: JournalOf): Map<string, ReadSoFar> {
  const access = accessOf(container);
  const known = runs.get(access) ?? new Map<string, ReadSoFar>();
  runs.set(access, known);
  if (known.size > mostRuns) {
    known.clear();
  }
  return known;
}

/**
 * By the container's log, which costs nothing and may be a moment behind; undefined where it doesn't go back as far, or
 * not to its end.
 */
async function readJournal(of: JournalOf): Promise<Journal | undefined> {
  const { container, previousEnd, monitorPassword } = of;
  if (monitorPassword === undefined || previousEnd === undefined) {
    return undefined;
  }
  const known = runsOf(of);
  const run = `${container.id} ${previousEnd}`;
  const before = known.get(run);
  const ended = Date.parse(previousEnd);
  // Docker's word for never is the year 1. A line of the same millisecond comes twice, and says nothing new then.
  const since = before?.until ?? (ended > 0 ? new Date(ended) : undefined);
  const now = performance.now();
  const isWhole = before !== undefined && now - before.wholeAtMs < wholeForMs;
  const reading = isWhole
    ? lastLogLines(container, mostLines, { since, stamped: true })
    : wholeLog(container, mostLines, since);
  const stamped = await reading.catch(() => undefined);
  // Where there may have been more, what was in between is lost: the next look begins anew.
  if (stamped === undefined || stamped.length >= mostLines) {
    known.delete(run);
    return undefined;
  }
  const lines = stamped.map((line) => line.slice(line.indexOf(' ') + 1));
  const journal = continueJournal(before?.journal, lines, monitorPassword);
  const last = stampOf(stamped.at(-1));
  known.set(run, { journal, until: last > 0 ? new Date(last) : since, wholeAtMs: isWhole ? before.wholeAtMs : now });
  if (journal?.hasHole === true) {
    return undefined;
  }
  return journal ?? (of.isNew === true ? { boot: '', report: undefined, ...nothingYet } : undefined);
}

/**
 * How far a running node's server has been since the node started.
 *
 * @throws what Docker answers
 */
export async function hasBeen(of: JournalOf, mark: 'connected' | 'synced'): Promise<boolean> {
  const journal = await readJournal(of);
  return journal === undefined ? (await readFile(of.container, nodePaths[mark])) !== undefined : journal[mark];
}

/**
 * The status that a node's server told last, as in "donor"; undefined where it told none.
 *
 * @throws what Docker answers
 */
export async function readTold(of: JournalOf): Promise<string | undefined> {
  const journal = await readJournal(of);
  if (journal !== undefined) {
    return journal.told;
  }
  // Empty while it is being written.
  const told = (await readFile(of.container, nodePaths.told))?.trim() ?? '';
  return told === '' ? undefined : told;
}

/**
 * All that a running node's scripts have said since the node started; undefined where they have said nothing. Where the
 * log doesn't have all, their files have it.
 *
 * @throws what Docker answers
 */
export async function readScripts(of: JournalOf): Promise<Journal | undefined> {
  const journal = await readJournal(of);
  if (journal !== undefined) {
    return journal;
  }
  const { container } = of;
  const report = parseBootReport((await readFile(container, nodePaths.boot)) ?? '');
  if (report === undefined) {
    return undefined;
  }
  const connected = (await readFile(container, nodePaths.connected)) !== undefined;
  const synced = connected && (await readFile(container, nodePaths.synced)) !== undefined;
  // Empty while it is being written.
  const told = connected ? (await readFile(container, nodePaths.told))?.trim() : undefined;
  const view = synced ? (await readFile(container, nodePaths.view))?.trim() : undefined;
  const servedWith = view === undefined || view === '' ? undefined : view.split(',');
  return {
    boot: report.boot,
    report,
    connected,
    synced,
    told: told === '' ? undefined : told,
    servedWith,
    hasHole: false,
  };
}
