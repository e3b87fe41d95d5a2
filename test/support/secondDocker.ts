import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { type CliResult, galera } from './galeraCli';
import { untilDone } from './testAccess';

const run = promisify(execFile);

/**
 * Whether this machine can have a Docker engine beside its own: a daemon that is root's, and networks of its own for
 * it.
 */
export function canHaveSecondDocker(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * A Docker engine of a test's own, which it may restart and kill. It lives in a network namespace of its own: in the
 * same one a second daemon takes away the first one's bridge.
 */
export class SecondDocker {
  private daemon: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly network: ChildProcess,
  ) {}

  /** Starts one that has an image of the first, if one is named; where a size is named, on a disk of its own. */
  static async begin(
    image: string | undefined,
    { diskMegabytes }: { readonly diskMegabytes?: number } = {},
  ): Promise<SecondDocker> {
    const folder = mkdtempSync(join(tmpdir(), 'galera-docker-'));
    if (diskMegabytes !== undefined) {
      mkdirSync(join(folder, 'data'));
      await run('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', join(folder, 'data')]);
    }
    const network = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && exec sleep infinity'], {
      stdio: 'ignore',
    });
    const docker = new SecondDocker(folder, network);
    await waitUntil(docker.waiting('a network of its own'), async () => {
      const { stdout } = await docker.within('ip', 'link', 'show', 'lo').catch(() => ({ stdout: '' }));
      return stdout.includes('LOOPBACK,UP') ? { done: true } : 'notYet';
    });
    await docker.startDaemon();
    if (image !== undefined) {
      await run('bash', [
        '-c',
        'set -o pipefail; docker save "$1" | docker --host "$2" load',
        'load',
        image,
        docker.host,
      ]);
    }
    return docker;
  }

  /** Of its API. */
  get socket(): string {
    return `${this.folder}/docker.sock`;
  }

  private get host(): string {
    return `unix://${this.socket}`;
  }

  private get entering(): readonly string[] {
    return ['nsenter', `--net=/proc/${String(this.network.pid)}/ns/net`];
  }

  private waiting(what: string): Parameters<typeof waitUntil>[0] {
    // Its folder goes with it.
    const details = async (): Promise<string[]> =>
      (await readFile(join(this.folder, 'log'), 'utf8').catch(() => '')).trimEnd().split('\n').slice(-20);
    return { signal: untilDone, what, deadlineMs: 60_000, details };
  }

  private within(...command: readonly string[]): Promise<{ stdout: string }> {
    const [program = '', ...args] = [...this.entering, ...command];
    return run(program, args);
  }

  private async startDaemon(): Promise<void> {
    const log = openSync(join(this.folder, 'log'), 'a');
    const own = [
      `--data-root=${this.folder}/data`,
      `--exec-root=${this.folder}/exec`,
      `--pidfile=${this.folder}/pid`,
      `--host=${this.host}`,
    ];
    const [program = '', ...args] = [...this.entering, 'dockerd', ...own];
    this.daemon = spawn(program, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    await waitUntil(this.waiting('a second Docker engine'), async () => {
      const answered = await this.docker('version').then(
        () => true,
        () => false,
      );
      return answered ? { done: true } : 'notYet';
    });
  }

  /** What its own client says. */
  async docker(...args: readonly string[]): Promise<string> {
    return (await run('docker', ['--host', this.host, ...args])).stdout;
  }

  /** Runs our CLI on it; `restart` is given once stderr matches a pattern. */
  galera(args: readonly string[], on?: { readonly pattern: RegExp; readonly act: () => void }): Promise<CliResult> {
    return galera(args, { env: { DOCKER_HOST: this.host }, under: this.entering, ...(on === undefined ? {} : { on }) });
  }

  /** Ends the daemon by a signal, and what runs in it as far as the signal lets it, and starts it again. */
  async restart(signal: NodeJS.Signals): Promise<void> {
    await this.endDaemon(signal);
    await this.startDaemon();
  }

  private get filler(): string {
    return join(this.folder, 'data', 'filler');
  }

  /**
   * Takes all the room that is left on its disk, which has to be one of its own; others may be writing to it meanwhile.
   */
  fillDisk(): void {
    const { bavail, bsize } = statfsSync(join(this.folder, 'data'));
    const most = String(Math.floor(bavail * bsize * 0.8));
    execFileSync('bash', [
      '-c',
      // Others may be faster at what is left; they get no more of it then.
      'fallocate --length "$2" "$1" 2>/dev/null; ! dd if=/dev/zero of="$1" bs=4k oflag=append conv=notrunc status=none 2>/dev/null',
      'fill',
      this.filler,
      most,
    ]);
  }

  /** Gives that room back. */
  freeDisk(): void {
    rmSync(this.filler, { force: true });
  }

  private async endDaemon(signal: NodeJS.Signals): Promise<void> {
    const { daemon } = this;
    if (daemon !== undefined && daemon.exitCode === null && daemon.signalCode === null) {
      const ended = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill(signal);
      await ended;
    }
    // Killed, it leaves its containerd behind, which the next one would wait for in vain; also where that is dead and
    // nobody has taken notice of it.
    if (signal === 'SIGKILL') {
      await run('bash', [
        '-c',
        'kill -KILL "$(<"$1")" 2>/dev/null; rm -f "$1"',
        'kill',
        `${this.folder}/exec/containerd/containerd.pid`,
      ]);
    }
  }

  /** Ends it, and takes away all that it had. */
  async end(): Promise<void> {
    try {
      const left = (await this.docker('ps', '--all', '--quiet')).split('\n').filter((id) => id !== '');
      if (left.length > 0) {
        await this.docker('rm', '--force', '--volumes', ...left);
      }
    } finally {
      await this.endDaemon('SIGTERM');
      // Also what a daemon that was killed has left running.
      await run('bash', [
        '-c',
        'pkill -KILL -f -- "-address $1/" || true; grep -o " $1/[^ ]*" /proc/mounts | sort -r | xargs -r umount --lazy',
        'end',
        this.folder,
      ]);
      this.network.kill('SIGKILL');
      rmSync(this.folder, { recursive: true });
    }
  }
}
