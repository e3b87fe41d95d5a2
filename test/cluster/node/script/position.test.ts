import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

// What it makes of each kind of directory: test/cluster/guard/startScript.test.ts.
const uuid = '00000000-0000-0000-0000-000000000001';
const grastate = (seqno: string): Record<string, string> => ({
  '/var/lib/mysql/data/grastate.dat': `uuid:    ${uuid}\nseqno:   ${seqno}\nsafe_to_bootstrap: 1\n`,
});
const find = 'find_position; echo "$origin $uuid $seqno $safe_to_bootstrap"';
const none = '00000000-0000-0000-0000-000000000000 -1 0';

describe('position.sh', () => {
  it('takes away what was put where a mark would be', () => {
    const lines = `ln -s /nowhere "$given_up"; mkdir -p "$began_at/x"; mkfifo "$data/sst_in_progress"
      : >"$broken_transfer"; chmod 644 "$broken_transfer"
      remove_false_marks; find "$data" -mindepth 1 -printf '%P\\n'`;
    assert.deepEqual(printed(lines), ['mysql']);
  });

  it('leaves what is a mark', () => {
    const lines = ': >"$given_up"; : >"$broken_transfer"; remove_false_marks; [ -e "$given_up" ] && ls "$data/mysql"';
    assert.deepEqual(printed(lines), ['galera_transfer.frm']);
  });

  it('holds nothing where the user chose the data of another', () => {
    const files = { ...grastate('7'), '/var/lib/mysql/galera/given-up': 'for the data of g2\n' };
    assert.deepEqual(printed(find, { files }), [`interrupted ${none}`]);
  });

  it('holds what it left in good order', () => {
    assert.deepEqual(printed(find, { files: grastate('7') }), [`grastate ${uuid} 7 1`]);
  });

  for (const [what, receives, seqno, found] of [
    ['of files that broke off', 'files', '-1', `interrupted ${none}`],
    ['an old one of files', 'files', '7', `grastate ${uuid} 7 1`],
    ['of another kind of transfer', 'statements', '7', `grastate ${uuid} 7 1`],
  ] as const) {
    it(`heeds the mark of a transfer: ${what}`, () => {
      const files = { ...grastate(seqno), '/var/lib/mysql/data/sst_in_progress': '' };
      const { stdout } = inScript(`sst_receives=${receives}; ${find}`, { files });
      assert.equal(stdout, `${found}\n`);
    });
  }

  it('trusts nothing where the state file is damaged and InnoDB holds something', () => {
    const files = { '/var/lib/mysql/data/grastate.dat': 'uuid: \n' };
    const programs = { mariadbd: `echo 'WSREP: Recovered position: ${uuid}:7'` };
    assert.deepEqual(printed(find, { files, programs }), [`contradictory ${uuid} -1 0`]);
  });

  it('says why what it has was given up', () => {
    const files = { ...grastate('-1'), '/var/lib/mysql/data/galera_given_up': 'a reason\nmore\n' };
    const { stdout, stderr } = inScript(find, { files });
    assert.equal(stdout, `interrupted ${none}\n`);
    assert.equal(stderr, 'galera-node: boot=b what is here was given up: a reason\n');
  });
});
