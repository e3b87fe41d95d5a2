import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { printed } from './inScript';

const stubs = `
settle_state() { :; }
report() { :; }
watch_start() { :; }
trap stop_server TERM
mkfifo "$root/never"
state_agent=$root/agent
: >"$state_agent"
peers=a
`;
const rest = 'read -t 0.05 <>"${0%/bin/*}/never"';
/** A server that has the node stopped once that has come to something. */
const server = (until: string): string =>
  `trap 'echo ended; exit 0' TERM; until ${until}; do ${rest}; done; kill -TERM $PPID; while :; do ${rest}; done`;
const run = 'run_server || echo "status $?"';

describe('tellState.sh', () => {
  it('has balancers let go of the node before its server is told to end', () => {
    const perl = `: >"$5/asked"; trap '${rest}; echo left; exit 0' USR1; while :; do ${rest}; done`;
    const mariadbd = server('[ -e "${0%/bin/*}/run/galera-clusters/asked" ]');
    assert.deepEqual(printed(`${stubs}${run}`, { programs: { perl, mariadbd } }), ['left', 'ended']);
  });

  it('waits for nothing where no balancer has asked', () => {
    const perl = `: >"\${0%/bin/*}/begun"; trap 'echo left; exit 0' USR1; while :; do ${rest}; done`;
    const mariadbd = server('[ -e "${0%/bin/*}/begun" ]');
    assert.deepEqual(printed(`${stubs}${run}`, { programs: { perl, mariadbd } }), ['ended']);
  });

  it('begins what tells them anew when it was killed, and ends it with the server', () => {
    const perl = `echo $$ >>"\${0%/bin/*}/told"; exec sleep 60`;
    const mariadbd = `told=\${0%/bin/*}/told; until [ -s "$told" ]; do ${rest}; done; kill -KILL "$(<"$told")"
      until [ "$(wc -l <"$told")" = 2 ]; do ${rest}; done; exit 0`;
    const lines = `${stubs}${run}; ! kill -0 "$(tail -n 1 "$root/told")" 2>/dev/null || echo 'still there'`;
    assert.deepEqual(printed(lines, { programs: { perl, mariadbd } }), ['']);
  });

  it('tells nobody anything in an image without perl, or where there is nothing to tell it', () => {
    assert.deepEqual(printed(`PATH=$root; state_agent=$root; tell_state; echo "$?"`), ['0']);
    assert.deepEqual(printed('state_agent=$root/none; tell_state; echo "$?"'), ['0']);
  });
});
