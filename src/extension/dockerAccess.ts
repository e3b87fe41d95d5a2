import { connectDocker } from '../cluster/docker/connectDocker';
import { createEngine, type Engine } from '../cluster/docker/engine';
import type { Logger } from '../cluster/vocabulary/logger';

/** One connection to Docker for the whole window, made when first needed and again after it was lost. */
export class DockerAccess {
  #engine: Engine | undefined;
  #lastHost: string | undefined;
  readonly #configuredHost: () => string;
  readonly #log: Logger;

  constructor(configuredHost: () => string, log: Logger) {
    this.#configuredHost = configuredHost;
    this.#log = log;
  }

  /** @throws GaleraError `dockerDown`, `dockerDenied`, `aborted` */
  async engine(signal: AbortSignal): Promise<Engine> {
    if (this.#engine === undefined) {
      const { docker, host } = await connectDocker({ configuredHost: this.#configuredHost(), signal });
      if (host !== this.#lastHost) {
        this.#log.info(`Docker answers at ${host}.`);
        this.#lastHost = host;
      }
      this.#engine = createEngine(docker, this.#log);
    }
    return this.#engine;
  }

  /** Makes the next {@link engine} look for Docker again. */
  forget(): void {
    this.#engine = undefined;
  }
}
