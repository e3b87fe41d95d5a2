import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const stamp = '2026-11-27  5:06:06 0 [Note] WSREP: ';

/** What a server's log leads to. */
function told(line: string): { did: string; log: string } {
  const lines = `
    shopt -s lastpipe
    look_into() { echo "looks into $1"; }
    : >"$began_at"
    # As in a container: what tee opens by its name has to be a pipe.
    read_log 2> >(cat >&2)
    wait $!
    [ -e "$began_at" ] || echo "began is gone"`;
  const { stdout, stderr } = inScript(lines, { input: line });
  return { did: stdout, log: stderr };
}

describe('serverLog.sh', () => {
  const inconsistent = 'looks into confirm_inconsistent\n';
  for (const [line, did] of [
    [`${stamp}Inconsistency detected: Inconsistent by consensus on x`, inconsistent],
    [`${stamp}BF applier failed to open_and_lock_tables: consistency compromised`, inconsistent],
    [`${stamp}Node is inconsistent with group. Leaving cluster.`, inconsistent],
    [`${stamp}Receiving IST: 5 writesets, seqnos 3-7`, 'began is gone\n'],
    [`${stamp}sst sent called when not SST donor, state SYNCED`, 'looks into end_if_stuck_donor\n'],
    [`${stamp}Shifting JOINER -> JOINED (TO: 7)`, ''],
    [`galera-node: ${stamp}Receiving IST: 5`, ''],
    ["2026-11-27  5:06:06 5 [Warning] Access denied for user 'WSREP: Receiving IST: '", ''],
  ] as const) {
    it(`is told by a server: ${line}`, () => {
      assert.deepEqual(told(`${line}\n`), { did, log: `${line}\n` });
    });
  }

  it('heeds the last line, also where it has no end', () => {
    assert.equal(told(`x\n${stamp}Receiving IST: 5`).did, 'began is gone\n');
  });

  it('gives up the state of a server that says of itself that it is inconsistent, and of no other', () => {
    const lines = (state: string): string => `
      pause() { :; }
      ask_own_state() { answer=${state}; }
      confirm_inconsistent
      if [ -e "$given_up" ]; then cat "$given_up"; else echo kept; fi`;
    assert.deepEqual(printed(lines('5')), ['it was inconsistent with the other nodes']);
    assert.deepEqual(printed(lines('4')), ['kept']);
    assert.deepEqual(printed(lines('')), ['kept']);
  });

  for (const [what, mark, state, script, isStuck] of [
    ['in no component', ': >"$marks/donating"', '0', '', true],
    ['a donor though no script sends', ': >"$marks/donating"', '2', '', true],
    ['Synced', ': >"$marks/donating"', '4', '', false],
    ['that has told nothing of being one', ':', '2', '', false],
    ['whose script still sends', ': >"$marks/donating"', '2', 'exit 0', false],
  ] as const) {
    it(`${isStuck ? 'ends' : 'leaves alone'} a donor ${what}`, () => {
      const lines = `
        pause() { :; }
        ask_own_state() { answer=${state}; }
        kill() { echo "kill $1"; }
        ${mark}
        end_if_stuck_donor`;
      const programs = { grep: script === '' ? 'exit 1' : script };
      assert.deepEqual(printed(lines, { programs }), [isStuck ? 'kill -USR1' : '']);
    });
  }

  it('looks into something once at a time, beside the reading', () => {
    const lines = `
      mkfifo "$run/go"
      something() { read -r <"$run/go"; echo done; }
      look_into something
      look_into something
      ls "$looks"
      echo >"$run/go"
      wait
      ls "$looks"`;
    assert.deepEqual(printed(lines), ['something', 'done']);
  });
});
