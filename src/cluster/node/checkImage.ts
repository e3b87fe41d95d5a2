import { removeForgottenProbes } from '../docker/forgottenProbes';
import { programsFor, type SstMethod, sstMethodNames } from '../../sst/methods';
import { dockerFailure, StreamSilentError, TooLongError } from '../docker/dockerErrors';
import { readStream } from '../docker/readStream';
import { declaredVolumes, memoryForVolumes } from '../docker/imageVolumes';
import type { Access } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { resourceLabels } from '../vocabulary/labels';
import { type ClusterTraits, sizeInBytes } from '../vocabulary/traits';
import { nodePaths } from './nodePaths';

/** What an image offers a node, as {@link probeScript} prints it. */
export interface ImageFacts {
  /** "11.8.6-MariaDB…"; empty without mariadbd. */
  readonly version: string;
  readonly hasProvider: boolean;
  /** Programs for state transfers that are there. */
  readonly programs: readonly string[];
  /** Free on the disk that Docker uses; NaN where it doesn't say. */
  readonly freeBytes: number;
}

/** What a cluster is to be made of. */
export interface Wanted extends ClusterTraits {
  readonly nodes: number;
  readonly tls: boolean;
}

const programsOfAll = [...new Set(sstMethodNames.flatMap((method) => programsFor(method, true)))];

const probeScript = `
mariadbd --version 2>/dev/null | sed -n 's/.*Ver \\([0-9][^ ]*\\).*/version=\\1/p'
for path in /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so \\
  /usr/lib64/galera-4/libgalera_smm.so /usr/lib64/galera/libgalera_smm.so; do
  [ ! -e "$path" ] || echo provider=yes
done
for program in ${programsOfAll.join(' ')}; do
  ! command -v $program >/dev/null || echo program=$program
done
df --output=avail --block-size=1 / | sed -n 's/^ *\\([0-9][0-9]*\\)$/free=\\1/p'
echo end`;

export function parseImageFacts(output: string): ImageFacts {
  return {
    version: /^version=(\S+)$/m.exec(output)?.[1] ?? '',
    hasProvider: /^provider=yes$/m.test(output),
    programs: [...output.matchAll(/^program=(\S+)$/gm)].map(([, program]) => program ?? ''),
    freeBytes: Number(/^free=(\d+)$/m.exec(output)?.[1] ?? Number.NaN),
  };
}

/**
 * Whether an image fulfils the node contract: bash, mariadbd from 10.6 on and a Galera provider.
 *
 * @throws GaleraError `badImage`, `imageWithoutGalera`
 */
export function assertNodeImage(image: string, facts: Pick<ImageFacts, 'version' | 'hasProvider'>): void {
  const [major = 0, minor = 0] = facts.version.split('.').map((part) => Number.parseInt(part, 10));
  if (facts.version === '' || Number.isNaN(major)) {
    throw new GaleraError('badImage', `The image ${image} has no MariaDB server.`, {
      advice: 'Use a MariaDB image with Galera, like mariadb:11.8.',
    });
  }
  if (!facts.hasProvider) {
    throw new GaleraError('imageWithoutGalera', `The image ${image} (MariaDB ${facts.version}) has no Galera.`, {
      advice: 'Of the official tags, mariadb:10.11, 11.4, 11.8 and 12.2 have it; 12.3 and later do not.',
    });
  }
  if (major < 10 || (major === 10 && minor < 6)) {
    throw new GaleraError('badImage', `The image ${image} has MariaDB ${facts.version}; a node needs 10.6 or later.`, {
      advice: 'Use a newer tag, like mariadb:11.8.',
    });
  }
}

/**
 * Whether an image has what a method of state transfer needs.
 *
 * @throws GaleraError `sstMethodMissing`, naming what isn't there
 */
export function assertSstMethod(
  image: string,
  facts: Pick<ImageFacts, 'programs'>,
  method: SstMethod,
  tls: boolean,
): void {
  const missingFor = (each: SstMethod): string[] =>
    programsFor(each, tls).filter((program) => !facts.programs.includes(program));
  const missing = missingFor(method);
  if (missing.length > 0) {
    const others = sstMethodNames.filter((each) => missingFor(each).length === 0);
    const how = `${method}${tls ? ' over TLS' : ''}`;
    const ways = [
      ...others.map((each) => `the method ${each}`),
      ...(tls ? ['a cluster without TLS'] : []),
      'an image that has them',
    ];
    throw new GaleraError(
      'sstMethodMissing',
      `The image ${image} can't do SST by ${how}: it has no ${missing.join(', no ')}.`,
      {
        advice: `Use ${ways.join(' or ')}.`,
      },
    );
  }
}

/** An empty node without its gcache: system tables, InnoDB's log and space of its own. */
const emptyNodeBytes = 300 * 1_048_576;

/**
 * Whether all nodes of a new cluster have room on Docker's disk together, before any is made: each makes its gcache at
 * its full size.
 *
 * @throws GaleraError `diskFull`
 */
export function assertRoomForAll(
  { freeBytes }: Pick<ImageFacts, 'freeBytes'>,
  { nodes, gcacheSize }: Pick<Wanted, 'nodes' | 'gcacheSize'>,
): void {
  const needed = nodes * (emptyNodeBytes + (sizeInBytes(gcacheSize) ?? 0));
  if (freeBytes < needed) {
    const [wanted, free] = [needed, freeBytes].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`);
    throw new GaleraError(
      'diskFull',
      `${String(nodes)} nodes with a gcache of ${gcacheSize} take ${wanted ?? ''}, ` +
        `and the disk that Docker uses has ${free ?? ''} free.`,
      {
        advice: 'Ask for fewer nodes or a smaller gcache, or free some space (docker system df shows what uses it).',
      },
    );
  }
}

/**
 * Whether an image leaves a node's data in one place: what it declares as a VOLUME beneath it would lie on a volume of
 * the container's own, and be lost with it.
 *
 * @param paths the image's declared volumes.
 * @throws GaleraError `badImage`
 */
export function assertOneHome(image: string, paths: readonly string[]): void {
  const path = paths.find((each) => each.startsWith(`${nodePaths.home}/`));
  if (path !== undefined) {
    throw new GaleraError(
      'badImage',
      `The image ${image} declares ${path} as a volume of its own, where a node's data lie.`,
      {
        advice: 'Use a MariaDB image with Galera, like mariadb:11.8.',
      },
    );
  }
}

const mostProbeBytes = 65_536;
/** Until a server of some hundred MB has told its version, from a slow disk. */
const mostProbeMs = 60_000;

/** What the probe prints, until its output ends: by the time one could wait for the container, it may be gone. */
async function runProbe(access: Access, image: string): Promise<string> {
  const container = await access.docker.createContainer({
    Image: image,
    Entrypoint: ['bash', '-c', probeScript],
    Cmd: [],
    User: 'root',
    Tty: true,
    NetworkDisabled: true,
    Healthcheck: { Test: ['NONE'] },
    Labels: resourceLabels('', 'probe', access.scope),
    HostConfig: { AutoRemove: true, Mounts: await memoryForVolumes(access.docker, image) },
  });
  try {
    // Before the start: among those that wait to be started it is the newest.
    const [output] = await Promise.all([
      container.attach({ stream: true, stdout: true, stderr: true }),
      removeForgottenProbes(access),
    ]);
    await container.start();
    const printed = await readStream(output, {
      what: `What the image ${image} prints`,
      mostBytes: mostProbeBytes,
      withinMs: mostProbeMs,
    });
    const text = printed.toString('utf8').replaceAll('\r', '');
    if (!/^end$/m.test(text)) {
      throw new Error(`it ended before it had said all: ${text.split('\n').at(-1) ?? ''}`);
    }
    return text;
  } catch (error) {
    await container.remove({ force: true, v: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Asks an image, in a container that is gone at once, whether it can be a node of such a cluster, and there is room for
 * all.
 *
 * @throws GaleraError `badImage`, `imageWithoutGalera`, `sstMethodMissing`, `diskFull`, `dockerFailed`
 */
export async function checkImage(access: Access, image: string, wanted: Wanted): Promise<void> {
  let output: string;
  let volumes: readonly string[];
  try {
    output = await runProbe(access, image);
    volumes = declaredVolumes(await access.docker.getImage(image).inspect());
  } catch (error) {
    if (/executable file not found|no such file or directory/i.test(String(error))) {
      throw new GaleraError('badImage', `The image ${image} has no bash, so it can't be a Galera node.`, {
        advice: 'Use a MariaDB image with Galera, like mariadb:11.8.',
        cause: error,
      });
    }
    if (error instanceof TooLongError || error instanceof StreamSilentError) {
      throw new GaleraError('badImage', `The image ${image} doesn't say what it holds: ${error.message}.`, {
        advice: 'Use a MariaDB image with Galera, like mariadb:11.8.',
        cause: error,
      });
    }
    throw dockerFailure(error, `Looking into the image ${image}`);
  }
  const facts = parseImageFacts(output);
  access.log.debug(`${image}: MariaDB ${facts.version}, Galera ${facts.hasProvider ? 'present' : 'absent'}`);
  assertNodeImage(image, facts);
  assertOneHome(image, volumes);
  assertSstMethod(image, facts, wanted.sstMethod, wanted.tls);
  assertRoomForAll(facts, wanted);
}
