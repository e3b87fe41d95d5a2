import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { orderLine, type Request } from '../../../../src/cluster/node/sendOrder';
import { valuesOf } from '../../../../src/cluster/node/sealedLines';
import { transferFactsOf } from '../../../../src/cluster/view/transfer/transferFacts';
import { inScript, printed } from './inScript';

const boot = '0b0f4a52-5d0e-4a5b-8f0c-2a2b7f6b9c11';
const password = 'a'.repeat(32);
const known = `boot=${boot} turn=2 seal=s monitor_password=${password}`;
const lineOf = (request: Request, turn = 2): string => orderLine({ boot, turn, ...request }, password);
const measure = lineOf({ do: 'measure' });
const list = '# 1764250000007\ng1 10.0.0.1 3306 4567 4568\ng2 10.0.0.2 3306 4567 4568\n';
const members = lineOf({ do: 'members', list });
const programs = { mariadbd: 'echo "mariadbd  Ver 11.8.6-MariaDB for debian-linux-gnu on x86_64"' };

describe('requests.sh', () => {
  it('measures what a full transfer takes, in the words that the engine reads', () => {
    const lines = `${known}; order='${measure}'
      mkdir -p "$data/shop"; head -c 100000 /dev/zero >"$data/shop/stock.ibd"
      head -c 5000000 /dev/zero >"$data/ib_logfile0"
      is_order && answer_request`;
    const { stderr } = inScript(lines, { programs });
    const mark = `galera-answer: boot=${boot} seal=s to=${measure.slice(-64)} `;
    assert.equal(stderr.startsWith(mark), true, stderr);
    const facts = transferFactsOf(valuesOf(stderr.trim().slice(mark.length)), 0);
    assert.equal(facts?.version, '11.8.6-MariaDB');
    assert.ok(facts.dataBytes >= 100_000 && facts.dataBytes < 1_000_000, String(facts.dataBytes));
    assert.ok(facts.freeBytes > 0);
  });

  it('says whether the gcache is there yet', () => {
    const lines = `measure "$data" "$home"; : >"$data/galera.cache"; measure "$data" "$home"`;
    assert.deepEqual(
      printed(lines, { programs }).map((line) => valuesOf(line).get('gcache')),
      ['no', 'yes'],
    );
  });

  it('keeps the list of members as its next boot reads it', () => {
    const lines = `${known}; order='${members}'
      is_order && answer_request 2>"$root/said"
      read_others; echo "\${others[@]}"; cat "$state/members" "$root/said"; ls "$state" | grep -c new`;
    const { stdout } = inScript(lines, { files: { '/var/lib/mysql/galera/members': 'g1 10.0.0.1 3306 4567 4568\n' } });
    assert.deepEqual(stdout.split('\n'), [
      '10.0.0.2',
      '# 1764250000007',
      'g1 10.0.0.1 3306 4567 4568',
      'g2 10.0.0.2 3306 4567 4568',
      `galera-answer: boot=${boot} seal=s to=${members.slice(-64)} `,
      '0',
      '',
    ]);
  });

  it('says nothing of a list that could not be written, and leaves the one that is there', () => {
    const lines = `${known}; order='${members}'; mv() { return 1; }
      is_order && answer_request; cat "$state/members"`;
    const { stdout, stderr } = inScript(lines, { files: { '/var/lib/mysql/galera/members': 'g1 10.0.0.1\n' } });
    assert.deepEqual([stdout, stderr], ['g1 10.0.0.1\n', '']);
  });

  for (const [what, kept, asOf, isTaken] of [
    ['takes a newer list', '# 1764250000007\ng1 10.0.0.1\n', 1_764_250_000_008, true],
    ['takes one in place of a list that says nothing of its age', 'g1 10.0.0.1\n', 7, true],
    ['takes one in place of an empty list', '', 7, true],
    ['keeps a newer list than the one that it is told of', '# 1764250000007\ng1 10.0.0.1\n', 1_764_250_000_006, false],
    ['keeps the one that it is told of when that was written already', '# 7\ng1 10.0.0.1\n', 7, false],
  ] as const) {
    it(what, () => {
      const told = `# ${String(asOf)}\ng2 10.0.0.2 3306 4567 4568\n`;
      const lines = `${known}; order='${lineOf({ do: 'members', list: told })}'
        is_order && answer_request; cat "$state/members"`;
      const { stdout, stderr } = inScript(lines, { files: { '/var/lib/mysql/galera/members': kept } });
      assert.deepEqual([stdout, stderr.startsWith('galera-answer: ')], [isTaken ? told : kept, isTaken]);
    });
  }

  it('takes no list that says nothing of its age', () => {
    const lines = `${known}; order='${lineOf({ do: 'members', list: 'g2 10.0.0.2 3306 4567 4568\n' })}'
      is_order && answer_request; cat "$state/members"`;
    const { stdout, stderr } = inScript(lines, { files: { '/var/lib/mysql/galera/members': 'g1 10.0.0.1\n' } });
    assert.deepEqual([stdout, stderr], ['g1 10.0.0.1\n', '']);
  });

  const stubs = 'settle_state() { :; }; report() { :; }; watch_start() { :; }; peers=a uuid=u seqno=7';
  const whileServing = (more: string): string => `
    mkfifo "$root/in" "$root/bin/mariadbd.never"
    exec 9<>"$root/in"
    hears=yes; ${known}; ${stubs}
    printf '%s\n' 'no order' '${lineOf({ do: 'measure' }, 1)}' '${members}' >&9
    status=0; run_server || status=$?
    ${more}`;
  // Its server ends once what came before is answered.
  const server = {
    mariadbd: `until grep -qs g2 "\${0%/bin/*}/var/lib/mysql/galera/members"; do read -t 0.02 <>"$0.never"; done; exit 3`,
  };

  it('answers while its server runs, and leaves what comes after that server to who waits', () => {
    const found = orderLine({ boot, turn: 2, do: 'found' }, password);
    const lines = whileServing(`printf '%s\n' '${found}' >&9; read_order 5 && is_order && echo "$status $asked"`);
    const { stdout, stderr } = inScript(lines, { programs: server });
    assert.equal(stdout, '3 found\n', stderr);
    const answers = stderr.split('\n').filter((line) => line.startsWith('galera-answer'));
    assert.deepEqual(answers, [`galera-answer: boot=${boot} seal=s to=${members.slice(-64)} `]);
  });

  it('leaves nobody behind who listens, also where that one was stopped', () => {
    const stopping = `answer_requests() { kill -STOP $BASHPID; }
      watch_start() { until grep -q '^State:.T' /proc/$listener/status; do pause 0.02; done; }`;
    for (const [more, programs] of [
      ['', server],
      [stopping, { mariadbd: 'read -t 0.3 <>"$0.never"; exit 3' }],
    ] as const) {
      const lines = whileServing('echo "$(jobs -p | wc -l)"').replace('status=0;', `${more}\nstatus=0;`);
      assert.equal(inScript(lines, { programs }).stdout, '0\n');
    }
  });

  it('begins a line anew where half of one came in before its server ran, and the rest meanwhile', () => {
    const found = orderLine({ boot, turn: 2, do: 'found' }, password);
    const half = "printf 'half a line' >&9; read_order 0.05 || true\n";
    const more = `printf '%s\\n' '${found}' >&9; read_order 5 && is_order && echo "$asked"`;
    const lines = whileServing(more).replace(/^ *printf/m, `${half}printf`);
    assert.equal(inScript(lines, { programs: server }).stdout, 'found\n');
  });
});
