import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const [ours, theirs, zero] = ['1', '2', '0'].map((digit) => `00000000-0000-0000-0000-00000000000${digit}`);

describe('recover.sh', () => {
  for (const [what, log, value] of [
    ['the position', `x WSREP: Recovered position: ${ours}:7\n`, `${ours}:7`],
    ['the last of two', `WSREP: Recovered position: ${ours}:7\nWSREP: Recovered position: ${ours}:8\n`, `${ours}:8`],
    ['one with a GTID behind it', `WSREP: Recovered position: ${ours}:7,0-1-2\nmore\n`, `${ours}:7`],
    ['one whose line was cut off', `more\nWSREP: Recovered position:   ${ours}:7`, `${ours}:7`],
    ['nothing where there is none', 'WSREP: no\n', ''],
  ] as const) {
    it(`reads ${what} from a log`, () => {
      assert.deepEqual(
        printed('read_recovered "$run/log"; echo "$value"', { files: { '/run/galera-clusters/log': log } }),
        [value],
      );
    });
  }

  for (const [what, grastate, innodb, found] of [
    ['of the history that grastate names', ours, `${ours}:7`, `${ours} 7 recovered`],
    ['where grastate names none', zero, `${ours}:7`, `${ours} 7 recovered`],
    ['of another history', ours, `${theirs}:7`, `${ours} -1 contradictory`],
    ['where InnoDB has none', ours, `${zero}:-1`, `${ours} -1 contradictory`],
  ] as const) {
    it(`knows a position ${what}`, () => {
      const programs = { mariadbd: `echo 'WSREP: Recovered position: ${innodb}'` };
      const lines = `uuid=${grastate ?? ''} seqno=-1 origin=recovered; recover_position; echo "$uuid $seqno $origin"`;
      assert.deepEqual(printed(lines, { programs }), [found]);
    });
  }

  it('is at position 0 of its seed where InnoDB has none yet', () => {
    const programs = { mariadbd: `echo 'WSREP: Recovered position: ${zero ?? ''}:-1'` };
    const files = { '/var/lib/mysql/galera/spent-seed': `${ours ?? ''} 12345\n` };
    const lines = `uuid=${ours ?? ''} seqno=-1 origin=recovered; recover_position; echo "$uuid $seqno $origin"`;
    assert.deepEqual(printed(lines, { files, programs }), [`${ours ?? ''} 0 recovered`]);
  });

  it('says what went wrong where the server recovers nothing, or says nothing of it', () => {
    for (const [mariadbd, said] of [
      ['echo "[ERROR] broken"; exit 1', 'the position could not be recovered'],
      ['echo "[ERROR] nothing"', 'the server reported no recovered position'],
    ] as const) {
      const { status, stderr } = inScript('recover_position; echo on', { programs: { mariadbd } });
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`\\[ERROR\\] .*\\n.* error: ${said}\\n$`));
    }
  });

  it('goes on when it is told to end: what it has done needn’t be done again', () => {
    const programs = { mariadbd: `kill -TERM $PPID; echo 'WSREP: Recovered position: ${ours ?? ''}:7'` };
    const lines = `trap stop_server TERM; recover_position; echo "$seqno $asked_to_stop"`;
    assert.deepEqual(printed(lines, { programs }), ['7 yes']);
  });

  it('tells of a recovery that gets on, and only of one', () => {
    const lines = `
      looks=0
      pause() { looks=$((looks + 1)); [ "$looks" -ne 2 ] || printf 'further' >>"$run/recover.log"; [ "$looks" -lt 4 ]; }
      kill() { :; }
      report() { echo "$1 $step $looks"; }
      printf 'begun' >"$run/recover.log"
      tell_recovery 1`;
    assert.deepEqual(printed(lines), ['recovering 1 1', 'recovering 2 2']);
  });
});
