import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type Modem from 'docker-modem';
import { GaleraError } from '../vocabulary/errors';
import { type Call, type CallPatience, deadlineOf, isRead, nameOf } from './callPatience';
import { DockerSilentError, TooLongError } from './dockerErrors';
import { type DockerPulse, silenceMs } from './dockerPulse';

/** The most that Docker may answer with at once; of 2,000 containers the list has 4 MB. */
const mostAnswerBytes = 64 * 1_048_576;

export type Callback = (error: unknown, answer?: unknown) => void;

const lookMs = 250;
/** How long a call is waited for that was sent to a Docker that had fallen silent, once nobody wants what it is for. */
const graceMs = 1_000;

function cancelled(): GaleraError {
  return new GaleraError('aborted', 'Cancelled.');
}

function cancelledInSilence(): GaleraError {
  return new GaleraError('aborted', 'Cancelled, while Docker answered nothing.', {
    advice: 'What was done is to be seen once Docker answers again.',
  });
}

/** Any status is taken here, and judged when the answer has been read. */
const anyStatus = new Proxy<Record<number, string | boolean>>({}, { get: () => true });

/** As docker-modem words a refusal, which is what dockerErrors.ts reads. */
function refusal({ statusCodes }: Call, status: number, body: unknown): Error {
  const words = (body ?? {}) as { message?: unknown; error?: unknown };
  const why = String(words.message ?? words.error ?? body);
  const reason = statusCodes[status];
  return Object.assign(new Error(`(HTTP code ${String(status)}) ${String(reason ?? 'unexpected')} - ${why} `), {
    reason,
    statusCode: status,
    json: body,
  });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return body;
  }
}

/** One call, from when it is sent until its answer is there, or begins to be there where it is a stream. */
export class BoundedCall {
  readonly #cutter = new AbortController();
  readonly #deadlineMs: number | undefined;
  #verdict: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #letGo: (() => void)[] = [];
  #stream: IncomingMessage | undefined;

  constructor(
    private readonly modem: Modem,
    private readonly pulse: DockerPulse,
    private readonly patience: CallPatience,
    private readonly call: Call,
    private readonly callback: Callback,
    private readonly signal: AbortSignal | undefined,
    private readonly reads: 'end' | 'endOnceSilent',
  ) {
    this.#deadlineMs = deadlineOf(call, patience);
  }

  dial(): void {
    const { call, signal } = this;
    const deadlineMs = this.#deadlineMs;
    if (deadlineMs !== undefined) {
      this.#expect(deadlineMs);
      this.pulse.sent(this);
    }
    this.#follow(call.abortSignal, () => this.#cut(cancelled()));
    if (deadlineMs !== undefined) {
      this.#follow(
        signal,
        isRead(call) && this.reads === 'end' ? () => this.#cut(cancelled()) : () => this.#cutOnceSilent(),
      );
    }
    const isPlain = call.openStdin !== true && call.hijack !== true;
    const sent: Call = {
      ...call,
      abortSignal: this.#cutter.signal,
      ...(isPlain ? { isStream: true, statusCodes: anyStatus } : {}),
    };
    this.modem.dial(sent, (error: unknown, answer: unknown) => {
      this.#stopExpecting();
      const isAnswered = error === null || (error as { statusCode?: unknown }).statusCode !== undefined;
      this.pulse[isAnswered ? 'answered' : 'givenUp'](this);
      if (error !== null) {
        this.#end(error);
      } else if (isPlain) {
        this.#take(answer as IncomingMessage);
      } else {
        this.#end(null, answer);
      }
    });
  }

  #stopExpecting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Cuts the call unless something comes within this time. */
  #expect(ms: number): void {
    this.#stopExpecting();
    const timer = setTimeout(() => {
      // After this process stood still its timers come before what lies on its connections.
      setImmediate(() => {
        if (this.#timer === timer) {
          this.#cut(new DockerSilentError(nameOf(this.call), ms / 1000));
        }
      });
    }, ms);
    this.#timer = timer;
  }

  #follow(signal: AbortSignal | undefined, onAbort: () => void): void {
    if (signal?.aborted === true) {
      onAbort();
    } else if (signal !== undefined) {
      signal.addEventListener('abort', onAbort);
      this.#letGo.push(() => signal.removeEventListener('abort', onAbort));
    }
  }

  #cut(why: Error): void {
    this.#verdict ??= why;
    // What ends with its connection, as an attached container's output does, would just seem to be at its end.
    this.#stream?.destroy(why);
    this.#cutter.abort();
  }

  #cutOnceSilent(): void {
    const began = performance.now();
    const look = setInterval(() => {
      if (this.pulse.silentMs() >= silenceMs || (this.pulse.isKnownSilent && performance.now() - began >= graceMs)) {
        this.#cut(cancelledInSilence());
      }
    }, lookMs);
    this.#letGo.push(() => clearInterval(look));
  }

  #release(): void {
    this.#stopExpecting();
    for (const letGo of this.#letGo.splice(0)) {
      letGo();
    }
  }

  #end(error: unknown, answer?: unknown): void {
    this.#release();
    this.callback(error === null ? null : (this.#verdict ?? error), answer);
  }

  /** An answer has begun: a stream that was asked for is handed on, and anything else is read to its end. */
  #take(answer: IncomingMessage): void {
    const status = answer.statusCode ?? 0;
    const isWanted = this.call.statusCodes[status] === true;
    if (isWanted && this.call.isStream === true) {
      this.#release();
      this.#stream = answer;
      this.#follow(this.call.abortSignal, () => this.#cut(cancelled()));
      this.#follow(this.signal, () => {
        if (this.reads === 'end') {
          this.#cut(cancelled());
          return;
        }
        this.pulse.sent(this);
        this.#cutOnceSilent();
      });
      answer.once('close', () => {
        this.pulse.givenUp(this);
        this.#release();
      });
      this.callback(null, answer);
      return;
    }
    const parts: Buffer[] = [];
    let bytes = 0;
    // Docker begins the answer to a wait at once, too, and ends it when what is waited for has happened.
    const expectMore = (): void => {
      if (this.#deadlineMs !== undefined) {
        this.#expect(this.patience.readMs);
      }
    };
    expectMore();
    answer.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > mostAnswerBytes) {
        this.#cut(new TooLongError(`Docker's answer to ${nameOf(this.call)}`, mostAnswerBytes));
        return;
      }
      parts.push(part);
      expectMore();
    });
    finished(answer, (error) => {
      const body = Buffer.concat(parts);
      if (error) {
        this.#end(error);
      } else if (isWanted) {
        this.#end(null, parsed(body));
      } else {
        this.#end(refusal(this.call, status, parsed(body)));
      }
    });
  }
}
