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
const members = lineOf({ do: 'members', list: 'g1 10.0.0.1 3306 4567 4568\ng2 10.0.0.2 3306 4567 4568\n' });
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

  it('leaves nobody behind who listens', () => {
    const lines = whileServing('echo "$(jobs -rp | wc -l)"');
    assert.equal(inScript(lines, { programs: server }).stdout, '0\n');
  });
});
