import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PositionOrigin } from '../../../src/cluster/guard/position';
import { sourceParts } from '../node/script/inScript';
import { stateUuid } from '../views';

/** What lies in a node's data directory, as far as its start script looks at it. */
export interface Disk {
  /** Of grastate.dat: absent; the zero UUID; the history's without a seqno, as while a server runs; with one. */
  grastate: 'absent' | 'zero' | 'running' | 'stopped';
  /** The position that InnoDB has; -1 for none. After a stop grastate.dat names the same. */
  innodb: number;
  /** The mark of a transfer by mysqldump that has begun. */
  transfer: boolean;
  givenUp: boolean;
  /** Where the last server began. */
  began: { readonly seqno: number; readonly origin: PositionOrigin } | undefined;
}

/** What the start script makes of a disk. */
export interface Found {
  readonly origin: PositionOrigin;
  readonly seqno: number;
  /** How a server starts there that founds, or joins: from which position, and with its gcache or without. */
  readonly founding: ServerStart;
  readonly joining: ServerStart;
}

interface ServerStart {
  /** -1 for none: it asks for everything. */
  readonly seqno: number;
  readonly keepsCache: boolean;
  readonly grastate: Disk['grastate'];
}

// The script's own functions; in place of the server one that names a position.
const harness = `
history=$1 grastate=$2 innodb=$3 transfer=$4 given_up_there=$5 began=$6
say() { :; }
mariadbd() { printf 'WSREP: Recovered position: %s\\n' "$innodb"; }
lay() {
  rm -rf "$data"
  mkdir -p "$data/mysql"
  : >"$data/galera.cache"
  [ "$grastate" = absent ] ||
    printf 'uuid:    %s\\nseqno:   %s\\nsafe_to_bootstrap: 0\\n' \${grastate/:/ } >"$data/grastate.dat"
  [ -z "$transfer" ] || : >"$broken_transfer"
  [ -z "$given_up_there" ] || : >"$given_up"
  [ -z "$began" ] || printf '%s\\n' "$began" >"$began_at"
}
lay
for peers in '' x; do
  [ -z "$peers" ] || lay
  find_position
  [ -n "$peers" ] || printf '%s %s\\n' "$origin" "$seqno"
  settle_state
  cache=kept; [ -e "$data/galera.cache" ] || cache=removed
  printf '%s %s %s\\n' "$seqno" "$cache" "$(paste -sd' ' "$data/grastate.dat" 2>/dev/null || echo absent)"
done
`;

function serverStart(line: string): ServerStart {
  const [seqno = '', cache = '', ...rest] = line.split(' ');
  const text = rest.join(' ');
  const written = /uuid: +0{8}-/.test(text) ? 'zero' : /seqno: +-1/.test(text) ? 'running' : 'stopped';
  return { seqno: Number(seqno), keepsCache: cache === 'kept', grastate: text === 'absent' ? 'absent' : written };
}

// Two positions are enough to tell what the script does: where began names the same as InnoDB and where it doesn't.
const held = 7;
const elsewhere = 3;
const answers = new Map<string, Found>();

/** Runs the real start script's search for a position on a disk; what it found for another alike is taken again. */
export function findPosition(disk: Disk): Found {
  const beganAt = String(disk.began?.seqno === disk.innodb ? held : elsewhere);
  const began = disk.began === undefined ? '' : `${stateUuid}:${beganAt} ${disk.began.origin}`;
  const innodb = disk.innodb < 0 ? '00000000-0000-0000-0000-000000000000:-1' : `${stateUuid}:${String(held)}`;
  const grastate = {
    absent: 'absent',
    zero: '00000000-0000-0000-0000-000000000000:-1',
    running: `${stateUuid}:-1`,
    stopped: `${stateUuid}:${String(disk.innodb < 0 ? 0 : held)}`,
  }[disk.grastate];
  const args = [stateUuid, grastate, innodb, disk.transfer ? 'yes' : '', disk.givenUp ? 'yes' : '', began];
  const key = args.join('|');
  let found = answers.get(key);
  if (found === undefined) {
    found = ask(args);
    answers.set(key, found);
  }
  const moved = (seqno: number): number => (seqno < 0 ? seqno : seqno - held + disk.innodb);
  return {
    origin: found.origin,
    seqno: moved(found.seqno),
    founding: { ...found.founding, seqno: moved(found.founding.seqno) },
    joining: { ...found.joining, seqno: moved(found.joining.seqno) },
  };
}

function ask(args: readonly string[]): Found {
  const folder = mkdtempSync(join(tmpdir(), 'galera-start-'));
  try {
    const lines = `${sourceParts(folder)}${harness}`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', lines, 'harness', ...args], { encoding: 'utf8' });
    const [position = '', founding = '', joining = ''] = stdout.split('\n');
    if (status !== 0 || joining === '') {
      throw new Error(`the start script's search for ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
    }
    const [origin = '', seqno = ''] = position.split(' ');
    return {
      origin: origin as PositionOrigin,
      seqno: Number(seqno),
      founding: serverStart(founding),
      joining: serverStart(joining),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
