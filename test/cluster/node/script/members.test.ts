import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const members =
  '# name address sql galera ist\n' +
  'g1 10.0.0.1 3306 4567 4568\n\ng2 10.0.0.2 3306 4567 4568\ng3 10.0.0.3 3306 4567 4568\n';
const files = { '/var/lib/mysql/galera/members': members };

describe('members.sh', () => {
  it('knows the others by the list that the engine keeps', () => {
    assert.deepEqual(printed('node_name=g2; read_others; echo "${others[@]}"', { files }), ['10.0.0.1 10.0.0.3']);
    assert.deepEqual(printed('read_others; echo "${#others[@]}"', { files: { '/var/lib/mysql/galera/members': '' } }), [
      '0',
    ]);
  });

  it('tells an open port from a closed one', () => {
    const lines = `galera_port=1; port_is_open 127.0.0.1 || echo closed`;
    assert.deepEqual(printed(lines), ['closed']);
  });

  for (const [what, answer, told] of [
    ['a member that is Primary', 'wsrep_cluster_status\tPrimary', 'x primary'],
    ['one without quorum', 'wsrep_cluster_status\tnon-Primary', ''],
    ['one that has dropped our account', "ERROR 1045 (28000): Access denied for user 'galera_monitor'", 'x primary'],
    ['one with all connections in use', 'ERROR 1040 (08004): Too many connections', 'x primary'],
    ['one that is starting', 'ERROR 2013 (HY000): Lost connection', 'x online'],
    ['one of another cluster', 'ERROR 2026 (HY000): TLS/SSL error: Certificate verify failed', ''],
  ] as const) {
    it(`takes its word, or its port where that can't be had: ${what}`, () => {
      const programs = { mariadb: `printf '%s\\n' "${answer}"` };
      assert.equal(
        inScript('port_is_open() { :; }; ask_member x', { programs }).stdout,
        told === '' ? '' : `${told}\n`,
      );
    });
  }

  it('says nothing of one whose port is closed', () => {
    assert.equal(inScript('port_is_open() { return 1; }; ask_member x').stdout, '');
  });

  for (const [what, asked, peers] of [
    [
      'all that are online once one is Primary',
      'case $1 in *3) echo "$1 primary" ;; *) echo "$1 online" ;; esac',
      '10.0.0.2,10.0.0.3',
    ],
    ['nobody while none is', 'echo "$1 online"', ''],
    ['nobody where nobody is online', ':', ''],
  ] as const) {
    it(`finds as peers ${what}`, () => {
      const [found = ''] = printed(`ask_member() { ${asked}; }; peers=old; find_peers; echo "$peers"`, { files });
      assert.equal(found.split(',').sort().join(','), peers);
    });
  }

  it("waits for one of the peers' ports, and no longer once it is told to end", () => {
    const lines = (looks: string): string => `
      looks=0 peers=a,b
      pause() { :; }
      port_is_open() { looks=$((looks + 1)); ${looks}; }
      if await_open_port; then echo "open $looks"; else echo "not open $looks"; fi`;
    assert.deepEqual(printed(lines('[ "$looks" = 4 ]')), ['open 4']);
    assert.deepEqual(printed(lines('asked_to_stop=yes; false')), ['not open 2']);
    const { stdout, stderr } = inScript(lines('false'));
    assert.equal(stdout, 'not open 200\n');
    assert.equal(stderr, 'galera-node: boot=b none of a,b opened its galera port\n');
  });
});
