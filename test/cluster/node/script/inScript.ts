import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const parts = fileURLToPath(new URL('../../../../src/cluster/node/script', import.meta.url));

/**
 * Bash that takes in the parts of a node's start script, all but the one that runs the others, and has everything
 * below a folder of the test's own, as a user who may be anyone.
 */
export const sourceParts = (folder: string): string => `
source '${parts}/globals.sh'
for part in '${parts}'/*.sh; do
  case \${part##*/} in globals.sh | main.sh) ;; *) source "$part" ;; esac
done
root='${folder}'
for name in home data state tls config run marks served looks prepared broken_transfer given_up began_at; do
  printf -v "$name" '%s%s' "$root" "\${!name}"
done
mkdir -p "$data/mysql" "$tls" "$marks" "$served" "$looks" "$prepared" "\${config%/*}"
mkfifo "$run/never"
as_server() { "$@"; }
chown() { :; }
boot=b node_name=g1 monitor_password=p sst_method=mysqldump sst_receives=statements provider=none
`;

export interface RanInScript {
  readonly status: number | null;
  /** What the lines printed. */
  readonly stdout: string;
  /** What the script has said, and what went wrong. */
  readonly stderr: string;
}

export interface InScriptOptions {
  /** Files that are there before, by their path in the node. */
  readonly files?: Readonly<Record<string, string>>;
  /** Programs that take the place of the machine's own: bash, without its first line. */
  readonly programs?: Readonly<Record<string, string>>;
  /** What stands on the script's stdin. */
  readonly input?: string | Buffer;
}

function put(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

/** Runs lines of bash with the start script's functions and variables at hand; $root is where the node's files lie. */
export function inScript(lines: string, { files = {}, programs = {}, input = '' }: InScriptOptions = {}): RanInScript {
  const folder = mkdtempSync(join(tmpdir(), 'galera-script-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      put(join(folder, path), text, 0o600);
    }
    for (const [name, text] of Object.entries(programs)) {
      put(join(folder, 'bin', name), `#!/bin/bash\n${text}\n`, 0o755);
    }
    const { status, stdout, stderr } = spawnSync('bash', ['-c', `${sourceParts(folder)}\n${lines}`], {
      encoding: 'utf8',
      input,
      // What hangs fails.
      timeout: 60_000,
      killSignal: 'SIGKILL',
      env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
    });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The lines that {@link inScript} printed, of a run that ended well. */
export function printed(lines: string, options: InScriptOptions = {}): string[] {
  const { status, stdout, stderr } = inScript(lines, options);
  if (status !== 0) {
    throw new Error(`the script ended with ${String(status)}: ${stderr}`);
  }
  return stdout.replace(/\n$/, '').split('\n');
}
