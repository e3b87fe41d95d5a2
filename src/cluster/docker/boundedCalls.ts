import { setMaxListeners } from 'node:events';
import Docker from 'dockerode';
import type Modem from 'docker-modem';
import { BoundedCall, type Callback } from './boundedCall';
import { type Call, type CallPatience, usualPatience } from './callPatience';
import { DockerPulse } from './dockerPulse';

/** Whether Docker is there: the one call without a deadline of its own. Its types don't know that it takes a signal. */
export function ping(docker: Docker, abortSignal: AbortSignal): Promise<unknown> {
  return (docker.ping as (options: { abortSignal: AbortSignal }) => Promise<unknown>).call(docker, { abortSignal });
}

const engines = new WeakMap<object, BoundedCalls>();

/** What stands for the engine that a container is on, however its calls are bounded. */
export function accessOf(container: Docker.Container): object {
  const modem = container.modem as object;
  return engines.get(modem) ?? modem;
}

/**
 * Every call to one Docker engine goes through here: each has a deadline, ends with its signal, and takes in no more
 * than it should; and while calls wait it is known whether Docker answers anything.
 */
export class BoundedCalls {
  readonly pulse: DockerPulse;
  readonly #modem: Modem;
  readonly #patience: CallPatience;

  constructor(docker: Docker, patience: CallPatience = usualPatience) {
    this.#modem = docker.modem;
    this.#patience = patience;
    this.pulse = new DockerPulse((signal) => ping(docker, signal));
  }

  /**
   * The engine, for calls that a signal ends. One that changes something isn't cut by it as long as Docker answers: it
   * may be done all the same, and whoever takes it back has to know. One that waits for something to happen goes by a
   * signal of its own only.
   *
   * @param reads whether a call that only reads ends with the signal, or like one that changes something.
   */
  following(signal: AbortSignal | undefined, reads: 'end' | 'endOnceSilent' = 'end'): Docker {
    if (signal !== undefined) {
      // As many calls as nodes go at once, and more: Node would take their listeners for a leak.
      setMaxListeners(0, signal);
    }
    const modem = Object.create(this.#modem) as Modem;
    engines.set(modem, this);
    modem.dial = (call, callback) => {
      new BoundedCall(
        this.#modem,
        this.pulse,
        this.#patience,
        call as Call,
        callback as Callback,
        signal,
        reads,
      ).dial();
    };
    return new Docker({ modem } as Docker.DockerOptions);
  }
}
