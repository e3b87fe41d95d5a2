import { connectDocker } from '../cluster/docker/connectDocker';
import { createAccess, type Access } from '../cluster/docker/access';
import type { Logger } from '../cluster/vocabulary/logger';

/** One connection to Docker for the whole window, made when first needed and again after it was lost. */
export class KeptAccess {
  #access: Access | undefined;
  #lastHost: string | undefined;
  readonly #configuredHost: () => string;
  readonly #log: Logger;

  constructor(configuredHost: () => string, log: Logger) {
    this.#configuredHost = configuredHost;
    this.#log = log;
  }

  /** @throws GaleraError `dockerDown`, `dockerDenied`, `aborted` */
  async access(signal: AbortSignal): Promise<Access> {
    if (this.#access === undefined) {
      const { docker, host } = await connectDocker({ configuredHost: this.#configuredHost(), signal });
      if (host !== this.#lastHost) {
        this.#log.info(`Docker answers at ${host}.`);
        this.#lastHost = host;
      }
      this.#access = createAccess(docker, this.#log);
    }
    return this.#access;
  }

  /** Makes the next {@link access} look for Docker again. */
  forget(): void {
    this.#access = undefined;
  }
}
