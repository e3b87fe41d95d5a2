import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { printed } from './inScript';

const uuid = '00000000-0000-0000-0000-000000000001';
const grastate = '/var/lib/mysql/data/grastate.dat';
const text = `# GALERA saved state\nversion: 2.1\nuuid:    ${uuid}\nseqno:   -1\nsafe_to_bootstrap: 0\n`;

describe('grastate.sh', () => {
  for (const [name, value] of [
    ['uuid', uuid],
    ['seqno', '-1'],
    ['safe_to_bootstrap', '0'],
    ['cert_index', ''],
  ] as const) {
    it(`reads ${name} of the server's state file`, () => {
      assert.deepEqual(printed(`read_grastate ${name}; echo "$value"`, { files: { [grastate]: text } }), [value]);
    });
  }

  it('writes it as the server does', () => {
    assert.equal(printed(`write_grastate ${uuid} 0; cat "$data/grastate.dat"; echo end`).join('\n'), `${text}end`);
  });

  it('gives up a state: a mark that says why, and a state file that names none', () => {
    const lines = 'give_up_state "it was wrong"; cat "$given_up"; read_grastate uuid; echo "$value"';
    assert.deepEqual(printed(lines), ['it was wrong', '00000000-0000-0000-0000-000000000000']);
  });

  it('lets a server found, and starts no program where it may already', () => {
    const programs = { sed: 'echo sed; /bin/sed "$@"' };
    const lines = `permit_founding; tail -n 1 "$data/grastate.dat"; permit_founding; echo twice`;
    const said = printed(lines, { files: { [grastate]: text }, programs });
    assert.deepEqual(said, ['sed', 'safe_to_bootstrap: 1', 'twice']);
  });

  it('needs no state file to found', () => {
    assert.deepEqual(printed('permit_founding; ls "$data"'), ['mysql']);
  });

  // What it settles for each kind of directory: test/cluster/guard/startScript.test.ts.
  for (const [what, receives, peers, seqno] of [
    ['asks for everything by files where it is at position 0 of a seed', 'files', 'x', '-1'],
    ['joins at position 0 of a seed by statements', 'statements', 'x', '0'],
    ['founds at position 0 of a seed', 'files', '', '0'],
  ] as const) {
    it(what, () => {
      const lines = `origin=grastate uuid=${uuid} seqno=0 sst_receives=${receives} peers='${peers}'
        settle_state; echo "$seqno"; cat "$began_at"`;
      assert.deepEqual(printed(lines, { files: { [grastate]: text } }), [seqno, `${uuid}:0 grastate`]);
    });
  }
});
