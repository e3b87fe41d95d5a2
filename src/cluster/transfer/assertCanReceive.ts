import { allDone } from '../allDone';
import type { BootedMember } from '../bootMembers';
import { dockerFailure } from '../docker/dockerErrors';
import { runInContainer } from '../docker/runInContainer';
import { GaleraError } from '../errors';
import type { Position } from '../guard/position';
import { nodePaths } from '../node/nodePaths';
import { sizeInBytes } from '../traits';
import { readNodeStatus } from '../wsrep/readNodeStatus';

/** What a member has of what a full transfer takes. */
export interface TransferFacts {
  readonly node: string;
  readonly image: string;
  /** As mariadbd says it: "11.8.6-MariaDB". */
  readonly version: string;
  /** Of the databases in its data directory. */
  readonly dataBytes: number;
  /** That can still be written on its volume, beside its gcache. */
  readonly freeBytes: number;
}

/** Prints version, bytes of the databases and free bytes: only folders, so neither gcache nor redo logs. */
const factsLine = `
set -o pipefail
mariadbd --version | sed -n 's/.*Ver \\([0-9][^ ]*\\).*/\\1/p'
{ find ${nodePaths.data} -mindepth 1 -maxdepth 1 -type d -print0 | xargs -0r du -sc --block-size=1 | tail -n 1 | cut -f 1; } 2>/dev/null || true
echo end
[ -e ${nodePaths.data}/galera.cache ] || echo no gcache
df --output=avail --block-size=1 ${nodePaths.home} | tail -n 1`;

/** Undefined for a text that isn't what {@link factsLine} prints. */
export function parseTransferFacts(output: string, gcacheBytes: number): Pick<TransferFacts, 'version' | 'dataBytes' | 'freeBytes'> | undefined {
  const match = /^(\d+\.\d+\.\d+\S*)\n(\d*)\n?end\n(no gcache\n)?\s*(\d+)\s*$/.exec(output);
  if (match === null) {
    return undefined;
  }
  const freeBytes = Math.max(0, Number(match[4]) - (match[3] === undefined ? 0 : gcacheBytes));
  return { version: match[1] ?? '', dataBytes: Number(match[2]), freeBytes };
}

/**
 * Whether everything has to be sent to a node that stands there.
 *
 * @param cachedDownto the oldest writeset that the donor still has; null where that isn't known.
 */
export function needsEverything({ origin, seqno }: Position, cachedDownto: number | null): boolean {
  return !['grastate', 'recovered', 'contradictory'].includes(origin) || (cachedDownto !== null && seqno >= 0 && seqno + 1 < cachedDownto);
}

function series(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

function size(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return gigabytes >= 1 ? `${gigabytes.toFixed(1)} GB` : `${Math.ceil(bytes / 1e6).toString()} MB`;
}

/**
 * Refuses a full transfer that can't end well: into an older series of the server, which can't use the donor's system
 * tables, or onto a disk that the donor's data don't fit on. What the joiner has itself gives way to them.
 *
 * @throws GaleraError `badImage`, `diskFull`
 */
export function assertFits(joiner: TransferFacts, donor: TransferFacts): void {
  if (series(joiner.version) < series(donor.version)) {
    throw new GaleraError(
      'badImage',
      `${joiner.node} can't be filled: its image ${joiner.image} has MariaDB ${joiner.version}, older than ${donor.version} of ${donor.node}.`,
      { advice: `Use an image with MariaDB ${donor.version.split('.').slice(0, 2).join('.')} or later for it.` },
    );
  }
  const room = joiner.freeBytes + joiner.dataBytes;
  if (donor.dataBytes > room) {
    throw new GaleraError(
      'diskFull',
      `${joiner.node} can't be filled: ${donor.node} holds ${size(donor.dataBytes)} of data, and the disk of ${joiner.node} has room for ${size(room)}.`,
      { advice: 'Free some space (docker system df shows what uses it), then try again.' },
    );
  }
}

async function factsOf({ member: { container, spec } }: BootedMember): Promise<TransferFacts | undefined> {
  try {
    const facts = parseTransferFacts((await runInContainer(container, factsLine)) ?? '', sizeInBytes(spec.traits.gcacheSize) ?? 0);
    return facts === undefined ? undefined : { node: spec.node, image: spec.image, ...facts };
  } catch (error) {
    throw dockerFailure(error, `Looking at the disk of ${spec.node}`);
  }
}

async function cachedDowntoOf({ member, knowledge }: BootedMember, signal: AbortSignal): Promise<number | null> {
  const { spec, credentials, container } = member;
  if (knowledge.liveness !== 'primary') {
    return null;
  }
  const answer = await readNodeStatus(container, credentials, spec.hostPort, signal);
  return answer.kind === 'status' ? answer.status.cachedDownto : null;
}

/**
 * Looks at each member that will need a full transfer, before it may join: whether its disk and its server can take
 * what the donor holds.
 *
 * @returns the names of those members.
 * @param donor a member that is Primary, or is about to found the component.
 * @param joiners the members that were started to join it.
 * @throws GaleraError `badImage`, `diskFull` with both figures; `aborted`, `dockerFailed`, `dockerDown`
 */
export async function assertCanReceive(
  donor: BootedMember,
  joiners: readonly BootedMember[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const cachedDownto = await cachedDowntoOf(donor, signal);
  // A founder whose last DDL is in doubt begins where nobody else is (startNode.sh), so that all get everything.
  const beginsAnew = donor.knowledge.liveness === 'down' && donor.knowledge.position?.origin === 'unsettled';
  const toFill = joiners.filter(
    ({ knowledge: { liveness, position } }) =>
      liveness === 'down' && position !== null && (beginsAnew || needsEverything(position, cachedDownto)),
  );
  const names = toFill.map(({ knowledge }) => knowledge.node);
  // What has never been in service holds next to nothing.
  if (toFill.length === 0 || donor.knowledge.position?.origin === 'none') {
    return names;
  }
  const [held, ...all] = await allDone([donor, ...toFill].map((member) => factsOf(member)));
  for (const facts of all) {
    if (facts !== undefined && held !== undefined) {
      assertFits(facts, held);
    }
  }
  return names;
}
