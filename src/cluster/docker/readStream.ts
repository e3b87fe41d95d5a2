import { StreamSilentError, TooLongError } from './dockerErrors';

/** How much is read of a stream of Docker's. */
export interface ReadLimits {
  /** What it is, as in "What the image mariadb:11.8 prints". */
  readonly what: string;
  /** Of all, or of one line. */
  readonly mostBytes: number;
}

/** Ends a stream with an error unless it is told in time that something came. */
function endUnless(stream: NodeJS.ReadableStream, ms: number, message: string): { came: () => void; stop: () => void } {
  const end = (): void =>
    (stream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(new StreamSilentError(message));
  let timer = setTimeout(end, ms);
  const stop = (): void => clearTimeout(timer);
  const came = (): void => {
    stop();
    timer = setTimeout(end, ms);
  };
  return { came, stop };
}

/** One that was destroyed before anybody read it just ends. */
function assertEnded(stream: NodeJS.ReadableStream, what: string): void {
  if ((stream as NodeJS.ReadableStream & { readonly readableEnded?: boolean }).readableEnded === false) {
    throw new Error(`${what} broke off`);
  }
}

/**
 * A stream of Docker's, read to its end.
 *
 * @param withinMs milliseconds for all of it.
 * @throws TooLongError, StreamSilentError, and what breaks the stream
 */
export async function readStream(
  stream: NodeJS.ReadableStream,
  { what, mostBytes, withinMs }: ReadLimits & { readonly withinMs: number },
): Promise<Buffer> {
  const deadline = endUnless(stream, withinMs, `${what} didn't come to an end in ${String(withinMs / 1000)} s`);
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream) {
      bytes += piece.length;
      if (bytes > mostBytes) {
        throw new TooLongError(what, mostBytes);
      }
      parts.push(Buffer.from(piece));
    }
    assertEnded(stream, what);
    return Buffer.concat(parts);
  } finally {
    deadline.stop();
  }
}

/**
 * The lines of a stream of Docker's, as they come; Docker cuts it anywhere. What has no line's end isn't one.
 *
 * @param silentMs milliseconds that may pass between two pieces; undefined where silence is nothing special.
 * @throws TooLongError, StreamSilentError, and what breaks the stream
 */
export async function* readLines(
  stream: NodeJS.ReadableStream,
  { what, mostBytes, silentMs }: ReadLimits & { readonly silentMs: number | undefined },
): AsyncGenerator<string> {
  const deadline =
    silentMs === undefined
      ? undefined
      : endUnless(stream, silentMs, `${what} said nothing for ${String(silentMs / 1000)} s`);
  let rest = '';
  try {
    for await (const piece of stream.setEncoding('utf8')) {
      deadline?.came();
      const lines = `${rest}${String(piece)}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines.map((line) => line.trimEnd());
      if (rest.length > mostBytes) {
        throw new TooLongError(what, mostBytes);
      }
    }
    assertEnded(stream, what);
  } finally {
    deadline?.stop();
  }
}
