import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import tar from 'tar-stream';
import { usualPatience } from './callPatience';
import { dockerStatus } from './dockerErrors';
import { readStream } from './readStream';

/** A file to put into a container; paths are absolute, folders are made as needed. */
export interface ContainerFile {
  readonly path: string;
  readonly content: string;
  /** Permission bits, as in 0o600. */
  readonly mode: number;
  /** When it was last changed; now where left out. */
  readonly mtime?: Date;
}

/** Writes files into a container, running or not; root owns them. Paths on a mounted volume land on the volume. */
export async function putFiles(
  container: Docker.Container,
  files: readonly ContainerFile[],
  abortSignal?: AbortSignal,
): Promise<void> {
  const pack = tar.pack();
  const mtime = new Date();
  for (const file of files) {
    pack.entry(
      { name: file.path.replace(/^\//, ''), mode: file.mode, uid: 0, gid: 0, mtime: file.mtime ?? mtime },
      file.content,
    );
  }
  pack.finalize();
  await container.putArchive(await buffer(pack), { path: '/', ...(abortSignal === undefined ? {} : { abortSignal }) });
}

/** What our own files and a server's state files have is a thousandth of it. */
const mostFileBytes = 4 * 1_048_576;

/** One that is written anew while Docker reads it may get shorter, and the archive then ends in its middle. */
const mostReadings = 5;

/** The text of an archive's first file; undefined where it has none. */
async function firstText(archive: Buffer): Promise<string | undefined> {
  const extract = tar.extract();
  // What isn't an archive is told below; here nobody would catch it.
  extract.on('error', () => undefined);
  extract.end(archive);
  for await (const entry of extract) {
    return (await buffer(entry)).toString('utf8');
  }
  return undefined;
}

/**
 * A file's text, or undefined where it doesn't exist; works on a stopped container too. Of one that is being written it
 * may be a part.
 */
export async function readFile(
  container: Docker.Container,
  path: string,
  abortSignal?: AbortSignal,
): Promise<string | undefined> {
  for (let reading = 1; ; reading++) {
    let archive: Buffer;
    try {
      const stream = await container.getArchive({ path, ...(abortSignal === undefined ? {} : { abortSignal }) });
      // Read to its end first: what a connection that breaks meanwhile throws, a pipe would throw where nobody catches
      // it.
      archive = await readStream(stream, { what: path, mostBytes: mostFileBytes, withinMs: usualPatience.readMs });
    } catch (error) {
      if (dockerStatus(error) === 404) {
        return undefined;
      }
      throw error;
    }
    try {
      return await firstText(archive);
    } catch (error) {
      if (reading === mostReadings) {
        throw error;
      }
    }
  }
}
