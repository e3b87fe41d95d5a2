import { execFile } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mostMs = 300_000;
/** A source that doesn't answer is given up soon: a benchmark waits. */
const patience = ['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20', '-o', 'Acquire::Retries=1'];

/** Packages of this machine's own apt sources, unpacked into a folder; nothing is installed. */
export class DebianPackages {
  private updating: Promise<unknown> | undefined;

  /** @param folder that the caller removes. */
  constructor(private readonly folder: string) {}

  /**
   * Fetches a package and unpacks it.
   *
   * @returns the folder with its files.
   * @throws Error where it can't be had.
   */
  async fetch(name: string): Promise<string> {
    const folder = await mkdtemp(join(this.folder, `${name}-`));
    const download = (): Promise<unknown> =>
      run('apt-get', [...patience, 'download', name], { cwd: folder, timeout: mostMs });
    await download().catch(async () => {
      await this.update();
      await download();
    });
    const [archive = ''] = await readdir(folder);
    await run('dpkg-deb', ['-x', archive, 'files'], { cwd: folder, timeout: mostMs });
    return join(folder, 'files');
  }

  /** Once; who may not, or has a source that fails, may still have lists that do. */
  private async update(): Promise<void> {
    this.updating ??= run('apt-get', [...patience, 'update'], { timeout: mostMs }).catch(() => undefined);
    await this.updating;
  }
}
