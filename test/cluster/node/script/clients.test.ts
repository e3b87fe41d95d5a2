import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { printed } from './inScript';

describe('clients.sh', () => {
  for (const [what, mode, program, answer, status] of [
    ['what it printed', 'only', 'echo "a	1"; echo b', 'a	1\nb', 0],
    ['nothing of its errors', 'only', 'echo a; echo b >&2; exit 1', 'a', 1],
    ['its errors where they are asked for', 'with_errors', 'echo b >&2; exit 3', 'b', 3],
    ['nothing where there is no such program', 'only', undefined, '', 127],
  ] as const) {
    it(`sets answer to ${what}, and returns its status`, () => {
      const programs = program === undefined ? {} : { client: program };
      const lines = `answer=old status=0; ask ${mode} client || status=$?; echo "$status"; echo "$answer"`;
      assert.deepEqual(printed(lines, { programs }), [String(status), ...answer.split('\n')]);
    });
  }

  it('ends a client that says nothing for 3 s, as it ends one that does not end', () => {
    const programs = { client: 'echo $$ >"$1"; echo half; exec sleep 1000' };
    const lines = `status=0; ask only client "$run/pid" || status=$?; echo "$status $answer"
      read -r pid <"$run/pid"; kill -0 "$pid" 2>/dev/null || echo ended`;
    assert.deepEqual(printed(lines, { programs }), ['124 half', 'ended']);
  });

  it("keeps the monitor's password out of its arguments, and trusts nobody but the cluster's authority", () => {
    const programs = { mariadb: 'echo "$@" | grep -c -e "password=" -e " p " || true; cat "${1#--defaults-file=}"' };
    const lines = 'ask_as_monitor only 172.18.0.12 "DO 1"; echo "$answer"';
    const account = ['0', '[client]', 'user=galera_monitor', 'password=p'];
    assert.deepEqual(printed(lines, { programs }), account);
    const [, , , , ca, verify] = printed(lines, { programs, files: { '/var/lib/mysql/galera/tls/ca.pem': '' } });
    assert.match(ca ?? '', /^ssl-ca=.*\/ca\.pem$/);
    assert.equal(verify, 'ssl-verify-server-cert');
  });

  it("asks its own server by the monitor's account where root's socket doesn't answer", () => {
    const programs = {
      mariadb: 'case $* in *--socket*) exit 1 ;; *127.0.0.1*) printf "wsrep_local_state\\t4\\n" ;; esac',
    };
    assert.deepEqual(printed('ask_own_state; echo "$answer"', { programs }), ['4']);
    assert.deepEqual(printed('answer=4; ask_own_state; echo "$answer"', { programs: { mariadb: 'exit 1' } }), ['']);
  });
});
