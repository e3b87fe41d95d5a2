import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const stubs = `
settle_state() { echo settled; }
report() { echo "report $1"; }
watch_start() { :; }
permit_founding() { echo permitted; }
uuid=u
`;
const server = 'printf "%s\\n" "$@" | grep -e address -e position -e new-cluster -e sst; exit 3';
const run = 'status=0; run_server || status=$?; echo "$status ${server_pid:-none}"';

describe('runServer.sh', () => {
  it('joins its peers from where it is', () => {
    assert.deepEqual(printed(`${stubs}peers=a,b seqno=7; ${run}`, { programs: { mariadbd: server } }), [
      'settled',
      'report joining',
      '--wsrep-cluster-address=gcomm://a,b',
      '--wsrep-start-position=u:7',
      '3 none',
    ]);
  });

  it('founds, with a method that connects first', () => {
    assert.deepEqual(printed(`${stubs}seqno=7; ${run}`, { programs: { mariadbd: server } }), [
      'settled',
      'permitted',
      'report bootstrapping',
      '--wsrep-cluster-address=gcomm://',
      '--wsrep-start-position=u:7',
      '--wsrep-new-cluster',
      '--wsrep-sst-method=rsync',
      '3 none',
    ]);
  });

  it('names no position where it has none', () => {
    const said = printed(`${stubs}peers=a seqno=-1; ${run}`, { programs: { mariadbd: server } });
    assert.equal(
      said.some((line) => line.includes('position')),
      false,
    );
  });

  it("leaves the server no order to read, and has all that it says in the node's log", () => {
    const mariadbd = `[ -e /proc/$$/fd/9 ] || echo no orders
      readlink /proc/$$/fd/* | grep -c -F "$(readlink /proc/$$/fd/2)"
      cat; echo said >&2`;
    const lines = `exec 9<&0 </dev/null; ${stubs}peers=a
      { ${run}; } 2> >(cat >&2)
      read -r order <&9; echo "$order"`;
    const { stdout, stderr } = inScript(lines, { input: 'an order\n', programs: { mariadbd } });
    assert.deepEqual(stdout.split('\n').slice(2), ['no orders', '1', '0 none', 'an order', '']);
    assert.match(stderr, /^said$/m);
  });

  it('forgets what was marked of the last server, and starts no program where nothing is', () => {
    const lines = `
      rm() { echo "rm $#"; command rm "$@"; }
      forget_last_server
      for mark in connected primary synced donating told; do : >"$marks/$mark"; done
      : >"$run/hung"; : >"$run/denied"; : >"$looks/one"; : >"$looks/two"
      forget_last_server
      ls "$marks" "$looks"; ls "$run"`;
    assert.deepEqual(
      printed(lines).filter((line) => !line.endsWith(':') && line !== ''),
      ['rm 9', 'told', 'looks', 'never', 'server'],
    );
  });

  it('passes the signal to end on, and waits for the server', () => {
    const mariadbd = `trap 'echo asked; exit 5' TERM; kill -TERM $PPID; while :; do read -t 0.05 <>"$0.never"; done`;
    const lines = `trap stop_server TERM; mkfifo "$root/bin/mariadbd.never"
      ${stubs}peers=a; ${run}; echo "$asked_to_stop"`;
    assert.deepEqual(printed(lines, { programs: { mariadbd } }).slice(2), ['asked', '5 none', 'yes']);
  });

  it('ends a server that was started although the node is to end', () => {
    const mariadbd = `trap 'exit 5' TERM; while :; do read -t 0.05 <>"$0.never"; done`;
    const lines = `mkfifo "$root/bin/mariadbd.never"; ${stubs}peers=a asked_to_stop=yes
      watch_start() { until [ ! -e /proc/$1 ]; do kill -TERM "$1" 2>/dev/null || true; pause 0.05; done; }; ${run}`;
    const [, , status = ''] = printed(lines, { programs: { mariadbd } });
    assert.match(status, /^(5|143) none$/);
  });

  it('ends a donor that would be one for good, to begin it anew', () => {
    const lines = 'kill() { echo "kill $1 $2"; }; server_pid=12; end_stuck_donor; ls "$run" | grep hung';
    assert.deepEqual(printed(lines), ['kill -TERM 12', 'hung']);
  });
});
