import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testScope } from './testAccess';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The bundle that `npm run galera` runs. */
export const cliBundle = join(root, 'dist', 'cli.cjs');

export interface CliResult {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly bundle?: string;
  /** A command that runs it. */
  readonly under?: readonly string[];
  /** Sent as soon as stderr matches. */
  readonly signalOn?: { readonly pattern: RegExp; readonly signal: NodeJS.Signals };
  /** Done once, as soon as stderr matches; `kill` sends the process a signal. */
  readonly on?: { readonly pattern: RegExp; readonly act: (kill: (signal: NodeJS.Signals) => void) => void };
}

/** Runs the CLI as a user would, in a process of its own, and waits for its end. */
export function galera(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const [program = '', ...rest] = [...(options.under ?? []), process.execPath, options.bundle ?? cliBundle, ...args];
    const child = spawn(program, rest, {
      env: { ...process.env, GALERA_TEST: testScope, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid }),
    });
    let stdout = '';
    let stderr = '';
    let signalled = false;
    let acted = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (options.signalOn?.pattern.test(stderr) === true && !signalled) {
        signalled = true;
        child.kill(options.signalOn.signal);
      }
      if (options.on?.pattern.test(stderr) === true && !acted) {
        acted = true;
        options.on.act((signal) => void child.kill(signal));
      }
    });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
}
