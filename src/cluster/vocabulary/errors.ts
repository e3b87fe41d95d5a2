/** What went wrong, for callers that act on it. Messages are for people; codes are for programs. */
export type GaleraErrorCode =
  | 'aborted'
  | 'badClusterName'
  | 'badNodeCount'
  | 'badImage'
  | 'badSstMethod'
  | 'badGcacheSize'
  | 'sstMethodMissing'
  | 'imageMissing'
  | 'imageWithoutGalera'
  | 'dockerDown'
  | 'dockerDenied'
  | 'dockerElsewhere'
  | 'dockerFailed'
  | 'clusterUnknown'
  | 'clusterDiffers'
  | 'nodeUnknown'
  | 'stateUnfit'
  | 'nameTaken'
  | 'portTaken'
  | 'badPort'
  | 'certificateExpired'
  | 'diskFull'
  | 'folderTaken'
  | 'folderUnwritable'
  | 'refused'
  | 'deadline'
  | 'nodeFailed'
  | 'unexpected';

/**
 * An error that reaches the user: `message` is one plain sentence saying what happened, `advice` one saying
 * what to do next, `details` what belongs in the log (a node's last lines, the hosts tried, a stack).
 */
export class GaleraError extends Error {
  readonly code: GaleraErrorCode;
  readonly advice: string | undefined;
  readonly details: readonly string[];

  constructor(
    code: GaleraErrorCode,
    message: string,
    options: { advice?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GaleraError';
    this.code = code;
    this.advice = options.advice;
    this.details = options.details ?? [];
  }

  /** True for a GaleraError, and with a code only for one that carries it. */
  static is(error: unknown, code?: GaleraErrorCode): error is GaleraError {
    return error instanceof GaleraError && (code === undefined || error.code === code);
  }
}

/** Any thrown value as a GaleraError, so that faces deal with one shape; an abort becomes `aborted`. */
export function toGaleraError(error: unknown): GaleraError {
  if (error instanceof GaleraError) {
    return error;
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new GaleraError('aborted', 'Cancelled.', { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof Error && error.stack !== undefined ? [error.stack] : [];
  return new GaleraError('unexpected', message, { details, cause: error });
}

/**
 * Throws `aborted` once the signal is aborted.
 *
 * @throws GaleraError `aborted`
 */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new GaleraError('aborted', 'Cancelled.', { cause: signal.reason });
  }
}
