import { GaleraError } from '../vocabulary/errors';

/** Docker didn't answer a call within its deadline. */
export class DockerSilentError extends Error {
  override readonly name = 'DockerSilentError';
  readonly code = 'ETIMEDOUT';

  /** @param call as in "GET /containers/json" */
  constructor(
    call: string,
    readonly seconds: number,
  ) {
    super(`Docker hasn't answered for ${String(seconds)} s (${call})`);
  }
}

/** An answer of Docker's, or what was to be read of something, is longer than anything of the kind can be. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';

  /** @param what as in "What the image mariadb:11.8 says" */
  constructor(what: string, mostBytes: number) {
    super(`${what} has more than ${String(mostBytes)} bytes`);
  }
}

/** A stream said nothing for as long as it might have. */
export class StreamSilentError extends Error {
  override readonly name = 'StreamSilentError';
}

/** The HTTP status that Docker answered with; undefined for any other error. */
export function dockerStatus(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : undefined;
}

/**
 * What Docker answers, where what was asked for is there; undefined where it isn't.
 *
 * @throws whatever else Docker answers
 */
export async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (dockerStatus(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/** What Docker said, without the client's framing. */
export function dockerReason(error: unknown): string {
  const json = (error as { json?: { message?: unknown } }).json;
  if (typeof json?.message === 'string') {
    return json.message;
  }
  return error instanceof Error ? error.message : String(error);
}

const leaving =
  /RWLayer of container \S+ is unexpectedly nil|error processing tar file: .*fallback to chroot: no such file or directory/;

/**
 * Whether a call failed because its container has ended, is being removed, or is gone. While it goes Docker has for a
 * moment no layer of it (moby, daemon/container: "RWLayer of container … is unexpectedly nil"), or no folder to read a
 * file from.
 */
export function isContainerGone(error: unknown): boolean {
  const status = dockerStatus(error);
  return status === 404 || status === 409 || (status === 500 && leaving.test(dockerReason(error)));
}

/** What a failed container start says when a host port is in use. */
export function isPortTaken(error: unknown): boolean {
  return /port is already allocated|address already in use|ports are not available/i.test(dockerReason(error));
}

const unreachableCodes = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** Whether an error that nobody put into words is a lost connection to Docker; those to a server are called fatal. */
export function isDockerGone(error: unknown): boolean {
  const { code, fatal } = error as { code?: unknown; fatal?: unknown };
  return (
    !(error instanceof GaleraError) &&
    fatal === undefined &&
    dockerStatus(error) === undefined &&
    unreachableCodes.has(String(code))
  );
}

/**
 * Docker's disk has no room.
 *
 * @param what failed for it, as in "g1 ended before it was Synced".
 */
export function diskFull(what: string, details: readonly string[], cause?: unknown): GaleraError {
  return new GaleraError('diskFull', `${what}: the disk that Docker uses is full.`, {
    advice: 'Free some space (docker system df shows what uses it), then try again.',
    details,
    cause,
  });
}

/**
 * A failed Docker call in our own words: Docker gone away, permission denied, disk full, a container that somebody has
 * removed, or what Docker said.
 *
 * @param doing what was being done, as in "Creating the network of demo".
 */
export function dockerFailure(error: unknown, doing: string): GaleraError {
  if (error instanceof GaleraError) {
    return error;
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new GaleraError('aborted', 'Cancelled.', { cause: error });
  }
  const reason = dockerReason(error);
  if (isDockerGone(error)) {
    const silence =
      error instanceof DockerSilentError ? `hasn't answered for ${String(error.seconds)} s` : "doesn't answer any more";
    return new GaleraError('dockerDown', `${doing} failed: Docker ${silence}.`, {
      advice: 'Start Docker again; what was running is found as it is.',
      details: [reason],
      cause: error,
    });
  }
  if (/no space left on device/i.test(reason)) {
    return diskFull(`${doing} failed`, [reason], error);
  }
  if (dockerStatus(error) === 404 && /^No such container/.test(reason)) {
    return new GaleraError('dockerFailed', `${doing} failed: the container was removed meanwhile.`, {
      advice: 'Do it again: it goes by what is there then.',
      details: [reason],
      cause: error,
    });
  }
  return new GaleraError('dockerFailed', `${doing} failed: ${reason}`, {
    advice: 'The log has the details.',
    cause: error,
  });
}
