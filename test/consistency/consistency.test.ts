import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Ledger } from '../chaos/ledger';
import { UsageError } from '../support/toolArguments';
import { accountTables, initialBalance, rowAt } from './bank';
import { type BankState, judgeBank, reckon } from './bankState';
import { parseConsistencyArguments } from './consistencyArguments';
import { readSaid, tableRead } from './donorWatch';
import { planTransfers } from './planTransfers';
import { countsSentence } from './report';
import { schemaChanges } from './schemaChanges';

describe('arguments of npm run consistency', () => {
  it('has a default for each, the name made from the seed, and takes what is named', () => {
    assert.deepEqual(parseConsistencyArguments([], 'a:1'), {
      transfers: 20,
      seed: 1,
      name: 'consistency-1',
      image: 'a:1',
    });
    assert.deepEqual(
      parseConsistencyArguments(['--transfers', '3', '--seed', '7', '--image', 'b:2', '--name', 'mine'], 'a:1'),
      { transfers: 3, seed: 7, name: 'mine', image: 'b:2' },
    );
  });

  for (const args of [['--transfers', '0'], ['--transfers', '1.5'], ['--seed', '-1'], ['--name', 'No'], ['more']]) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => parseConsistencyArguments(args, 'a:1'), UsageError);
    });
  }
});

describe('planned transfers', () => {
  const planned = planTransfers(28, 5, ['g1', 'g2', 'g3']);

  it('go from each node to each other, half of them with a change by the donor or by the third node', () => {
    assert.equal(new Set(planned.map(({ donor, joiner }) => `${donor} ${joiner}`)).size, 6);
    assert.ok(planned.every(({ donor, joiner }) => donor !== joiner));
    const changed = planned.filter(({ change }) => change !== undefined);
    assert.equal(changed.length, 14);
    assert.ok(changed.every(({ change, joiner }) => change?.by !== joiner));
    assert.equal(changed.filter(({ change, donor }) => change?.by === donor).length, 7);
  });

  it('have each change once before one comes again, and the same with the same seed', () => {
    const changes = planned.flatMap(({ change }) => (change === undefined ? [] : [change.what.what]));
    assert.equal(new Set(changes.slice(0, schemaChanges.length)).size, schemaChanges.length);
    assert.deepEqual(planTransfers(28, 5, ['g1', 'g2', 'g3']), planned);
  });

  it('find an account by each column of its key', () => {
    const byPair = accountTables.find(({ name }) => name === 'by_pair') ?? assert.fail();
    assert.equal(rowAt(byPair, 30), 'branch = 30 % 13 AND place = 30 DIV 13');
  });
});

describe("what a donor's log says", () => {
  it('is when its transfers began and ended, and what went wrong', () => {
    const said = readSaid([
      '2026-01-01T00:00:01Z galera-sst: started: method=ist joiner=x position=y',
      '2026-01-01T00:00:02Z galera-sst: started: method=mysqldump joiner=x position=y',
      '2026-01-01T00:00:02Z 2 [Note] galera-sst: progress: no word of the script',
      '2026-01-01T00:00:03Z galera-sst: note: waited',
      '2026-01-01T00:00:04Z galera-sst: started: method=mysqldump joiner=x position=y',
      '2026-01-01T00:00:09Z galera-sst: done: joiner=x seconds=5 bytes=1',
    ]);
    const second = Date.parse('2026-01-01T00:00:00Z');
    assert.deepEqual(said, {
      begunMs: [second + 2_000, second + 4_000],
      planned: false,
      doneMs: second + 9_000,
      remarks: ['note: waited'],
    });
  });

  it('and of its statements, which table is being read', () => {
    assert.equal(tableRead('SELECT 1, `a` FROM `bank`.`by_text` WHERE 1'), 'by_text');
    assert.equal(tableRead('SELECT 1 FROM `bank`.`ledger`'), undefined);
    assert.equal(tableRead('SHOW CREATE TABLE `bank`.`by_text`'), undefined);
  });
});

describe('the verdict on a bank', () => {
  const balances = new Map(
    accountTables.flatMap(({ accounts }, table) =>
      Array.from({ length: accounts }, (_, place) => [table * 10_000 + place, initialBalance] as const),
    ),
  );
  const paid = new Map([...balances, [0, initialBalance - 5], [10_000, initialBalance + 5]]);
  const entry = { id: '1-1', source: 0, target: 10_000, amount: 5 };
  const holding = (node: string, reckoned: ReturnType<typeof reckon>, rows: string[] = []): BankState => ({
    ...reckoned,
    node,
    contents: '',
    content: new Map([['rows', { kind: 'table', database: 'bank', name: 'side', aspect: 'rows', value: rows }]]),
  });
  const ledger = new Ledger();
  ledger.acknowledged.set('t:1-1', { key: 't:1-1', node: 'g1', sentAt: 1, answeredAt: 2 });
  const right = reckon(paid, [entry]);

  it('is nothing where all is there', () => {
    assert.deepEqual(judgeBank(ledger, [holding('g1', right), holding('g2', right)]), []);
  });

  const wrong: readonly [string, ReturnType<typeof reckon>, string[], RegExp][] = [
    ['a lost transfer', reckon(balances, []), [], /^g2 lacks 1 acknowledged writes/],
    ['money that is gone', reckon(new Map([...paid, [10_000, initialBalance]]), [entry]), [], /hold 14?\d*995/],
    ['a transfer that is there twice', reckon(paid, [entry, entry]), [], /g2 has transfers twice: t:1-1/],
    ['an account that is gone', reckon(new Map([...paid].slice(1)), [entry]), [], /account 0 has undefined/],
    ['another row', right, ['616263'], /^g2 differs: rows of side: g1 has 0 of 0 rows/],
  ];
  for (const [what, reckoned, rows, said] of wrong) {
    it(`tells of ${what} on one node`, () => {
      const failures = judgeBank(ledger, [holding('g1', right), holding('g2', reckoned, rows)]);
      assert.ok(
        failures.some((failure) => said.test(failure)),
        failures.join('\n'),
      );
    });
  }

  it('tells of a refused transfer that is there all the same', () => {
    const refusing = new Ledger();
    refusing.acknowledged.set('t:1-1', { key: 't:1-1', node: 'g1', sentAt: 1, answeredAt: 2 });
    refusing.refused.set('t:1-2', { key: 't:1-2', node: 'g1', sentAt: 1, answeredAt: 2 });
    const both = reckon(paid, [entry, { ...entry, id: '1-2', amount: 0 }]);
    assert.match(judgeBank(refusing, [holding('g1', both)]).join(), /answered with a rollback: t:1-2/);
  });

  it('ends in a sentence', () => {
    const report = { seconds: 1, begun: 2, change: 'ADD COLUMN', moved: 3, movedByDonor: 1, failures: [] };
    assert.equal(
      countsSentence({ reports: [report], ledger, failures: [] }),
      '1 full transfers, 1 of them with a change of the schema in the middle and 1 begun again; money moved 1 times (3 while a transfer ran, 1 of them through the donor), 0 times refused, 0 times without an answer: each time all nodes held the same to the byte, all the money, and every acknowledged transfer once.',
    );
    assert.match(countsSentence({ reports: [], ledger, failures: ['one'] }), /: 1 faults\.$/);
  });
});
