import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findCommand } from '../../scripts/lib/runCommand.mjs';

const run = promisify(execFile);
const deadlineMs = 150_000;

/** Compose, as Debian or Docker itself brings it, in a folder, under a project's name. */
export class Compose {
  readonly #command: readonly string[];

  /** @param files the compose file, and what is laid over it. */
  constructor(
    private readonly folder: string,
    private readonly project: string,
    private readonly files: readonly string[],
  ) {
    this.#command = findCommand('docker-compose') === undefined ? ['docker', 'compose'] : ['docker-compose'];
  }

  /** What it prints. */
  async do(...args: string[]): Promise<string> {
    const [program = '', ...first] = this.#command;
    const files = this.files.flatMap((file) => ['-f', file]);
    const all = [...first, '-p', this.project, ...files, ...args];
    return (await run(program, all, { cwd: this.folder, timeout: deadlineMs })).stdout;
  }

  /** The id of a service's container. */
  async containerOf(service: string): Promise<string> {
    return (await this.do('ps', '-q', service)).trim();
  }
}
