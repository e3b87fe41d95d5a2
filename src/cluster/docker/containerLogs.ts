import type Docker from 'dockerode';

/**
 * Docker frames the output of a container without a terminal: 8 bytes of header, the last 4 the length.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
function unframe(output: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= output.length) {
    const length = output.readUInt32BE(at + 4);
    parts.push(output.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Which lines, and how. */
export interface LogOptions {
  /** Only those since a moment. */
  readonly since?: Date | undefined;
  /** Each with Docker's time before it, as in "2026-11-23T00:38:07.123456789Z line". */
  readonly stamped?: boolean;
}

/** The last lines of a container's log, oldest first. */
export async function lastLogLines(
  container: Docker.Container,
  count: number,
  { since, stamped = false }: LogOptions = {},
): Promise<string[]> {
  const from = since === undefined ? {} : { since: since.getTime() / 1000 };
  const output = await container.logs({ stdout: true, stderr: true, tail: count, follow: false, timestamps: stamped, ...from });
  return unframe(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
