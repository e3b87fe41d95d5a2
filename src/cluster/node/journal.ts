import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { readFile } from '../docker/containerFiles';
import { lastLogLines } from '../docker/containerLogs';
import { type BootReport, parseBootReport } from './bootReport';
import { nodePaths } from './nodePaths';

/** What a running node's scripts have said since it started. */
export interface Journal {
  /** Undefined while the start script prepares the data directory. */
  readonly report: BootReport | undefined;
  /** Its server has been connected to a group. */
  readonly connected: boolean;
  /** Its server has been Synced. */
  readonly synced: boolean;
  /** The status that its server told wsrep_notify_cmd last, as in "donor". */
  readonly told: string | undefined;
}

const bootMark = 'galera-boot: ';
const notifyMark = 'galera-notify: ';
/** A server's own start writes some 200. */
const mostLines = 1_000;

/** What is said as name=value, name=value; a name's value ends at the next space. */
function valuesOf(line: string): ReadonlyMap<string, string> {
  return new Map(
    line.split(' ').flatMap((word) => {
      const at = word.indexOf('=');
      return at < 0 ? [] : [[word.slice(0, at), word.slice(at + 1)] as const];
    }),
  );
}

/** What proves a boot's lines: who can bring lines into a server's log knows no password (startNode.sh). */
export function sealOf(monitorPassword: string, boot: string): string {
  return createHash('sha256').update(`${monitorPassword} ${boot}`).digest('hex');
}

/**
 * What the lines of a container's log say of its present run: the last report that bears its seal, and what the server told
 * wsrep_notify_cmd since then in the name of that boot.
 *
 * @returns undefined where there is no report among them.
 */
export function parseJournal(lines: readonly string[], monitorPassword: string): Journal | undefined {
  const isReport = (line: string): boolean => {
    if (!line.startsWith(bootMark)) {
      return false;
    }
    const values = valuesOf(line.slice(bootMark.length));
    return values.get('seal') === sealOf(monitorPassword, values.get('boot') ?? '');
  };
  const at = lines.findLastIndex(isReport);
  const line = lines[at]?.slice(bootMark.length);
  if (line === undefined) {
    return undefined;
  }
  const boot = valuesOf(line).get('boot');
  const notices = lines
    .slice(at + 1)
    .filter((each) => each.startsWith(notifyMark))
    .map((each) => valuesOf(each.slice(notifyMark.length)))
    .filter((values) => values.get('boot') === boot);
  return {
    report: parseBootReport(line.replaceAll(' ', '\n')),
    connected: notices.length > 0,
    synced: notices.some((values) => values.get('status') === 'synced'),
    told: notices.at(-1)?.get('status'),
  };
}

/** Whose journal, and how to tell what is true in it. */
export interface JournalOf {
  readonly container: Docker.Container;
  /**
   * State.FinishedAt of the container: what an earlier run said lies before it. Its start wouldn't do, which Docker notes
   * after the first lines may have been written.
   */
  readonly previousEnd: string;
  /** Undefined where it isn't known: then the files have to do. */
  readonly monitorPassword: string | undefined;
}

/** By the container's log, which costs nothing and may be a moment behind. */
async function readJournal({ container, previousEnd, monitorPassword }: JournalOf): Promise<Journal | undefined> {
  if (monitorPassword === undefined) {
    return undefined;
  }
  const ended = Date.parse(previousEnd);
  // Docker's word for never is the year 1.
  const since = ended > 0 ? { since: new Date(ended) } : {};
  return parseJournal(await lastLogLines(container, mostLines, since).catch(() => []), monitorPassword);
}

/**
 * What a running node's start script has reported; undefined while it prepares. Where the log doesn't go back as far, its file
 * has it: to read a file costs dockerd a process.
 *
 * @throws what Docker answers
 */
export async function readBootReport(of: JournalOf): Promise<BootReport | undefined> {
  const journal = await readJournal(of);
  return journal === undefined ? parseBootReport((await readFile(of.container, nodePaths.boot)) ?? '') : journal.report;
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
