import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cellReader, readCell } from './cells';
import { compareContent, isNewersWord, rowsOnlyIn } from './compareContent';
import { type Content, type Item, itemKey } from './items';

const rows = (value: readonly string[], types = ['int', 'double']): Item => ({
  kind: 'table',
  database: 'd',
  name: 't',
  aspect: 'rows',
  value,
  columns: types.map((type, index) => ({ name: `c${index}`, type })),
});
const create = (name: string, value: string): Item => ({
  kind: 'table',
  database: 'd',
  name,
  aspect: 'SHOW CREATE',
  value,
});
const contentOf = (...items: Item[]): Content => new Map(items.map((item) => [itemKey(item), item]));
const signatures = (donor: Content, joiner: Content): string[] =>
  compareContent(donor, joiner).map(({ signature }) => signature);

const double = cellReader('d', 'double', false);
const text = cellReader('t', 'varchar', false);

/** The double whose bytes are one more. */
function nextDouble(value: number): number {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  bytes.setBigUint64(0, bytes.getBigUint64(0) + 1n);
  return bytes.getFloat64(0);
}

describe('what tells two servers apart', () => {
  it('finds nothing between equals, in whatever order their rows came', () => {
    assert.deepEqual(
      signatures(contentOf(rows(['1 a', '2 b']), create('t', 'x')), contentOf(create('t', 'x'), rows(['1 a', '2 b']))),
      [],
    );
  });

  for (const [what, one, other] of [
    ["a double's last bit", readCell(0.1, double), readCell(nextDouble(0.1), double)],
    ['a denormal that became 0', readCell(5e-324, double), readCell(0, double)],
    ['-0 that became 0', readCell(-0, double), readCell(0, double)],
    ['a float that its text has cut', readCell(16777216, double), readCell(16777200, double)],
    ['a trailing space', readCell(Buffer.from('6120'), text), readCell(Buffer.from('61'), text)],
    ["'' that became NULL", readCell('', text), readCell(null, text)],
  ] as const) {
    it(`sees ${what}`, () => {
      assert.notEqual(one, other);
      assert.equal(compareContent(contentOf(rows([`1 ${one}`])), contentOf(rows([`1 ${other}`]))).length, 1);
    });
  }

  for (const [what, ofDonor, ofJoiner, found] of [
    ['a joiner that has only what its donor has as well', 'warning 0\nerror Corrupt', 'warning 0\nstatus OK', 0],
    ['a joiner that is all right', 'error Corrupt', 'status OK', 0],
    ['a joiner that has more', 'status OK', 'warning 0\nstatus OK', 1],
    ['a joiner that is corrupt as its donor is not', 'status OK', 'error Corrupt', 1],
  ] as const) {
    it(`by CHECK TABLE: ${what}`, () => {
      const checked = (value: string): Item => ({ ...create('t', value), aspect: 'CHECK TABLE' });
      assert.equal(compareContent(contentOf(checked(ofDonor)), contentOf(checked(ofJoiner))).length, found);
    });
  }

  it('names the types of the columns that differ', () => {
    assert.deepEqual(signatures(contentOf(rows(['1 a', '2 b'])), contentOf(rows(['1 a', '2 c']))), [
      'table rows: double',
    ]);
  });

  it('sees a missing row, and one of two equal ones', () => {
    assert.deepEqual(signatures(contentOf(rows(['1 a', '1 a'])), contentOf(rows(['1 a']))), ['table rows: missing']);
    assert.deepEqual(signatures(contentOf(rows(['1 a'])), contentOf(rows(['1 a', '1 a']))), ['table rows: too many']);
    assert.deepEqual(rowsOnlyIn(['a', 'a', 'b'], ['a', 'c']), ['a', 'b']);
  });

  it('sees a lost twin, whose name differs only in case, and a table that only the joiner has', () => {
    const [users, twin] = [create('users', 'x'), create('Users', 'x')];
    assert.deepEqual(signatures(contentOf(users, twin), contentOf(users)), ['table SHOW CREATE: missing']);
    assert.deepEqual(signatures(contentOf(users), contentOf(users, twin)), ['table SHOW CREATE: only on the joiner']);
  });

  it('lets a view be missing that is broken on the donor, and no other', () => {
    const broken: Item = { ...create('v', "View 'd.v' references invalid table(s)"), error: true };
    assert.deepEqual(signatures(contentOf(broken), contentOf()), []);
    assert.deepEqual(signatures(contentOf(broken, create('w', 'x')), contentOf()), ['table SHOW CREATE: missing']);
  });

  it('sees a changed AUTO_INCREMENT', () => {
    assert.deepEqual(
      signatures(contentOf(create('t', 'x AUTO_INCREMENT=8')), contentOf(create('t', 'x AUTO_INCREMENT=7'))),
      ['table SHOW CREATE'],
    );
  });

  it("takes a newer server's order of words for the same, and nothing else", () => {
    const table = (text: string): Item => create('t', JSON.stringify([{ Table: 'a`b', 'Create Table': text }]));
    const one = table('`a` int INVISIBLE DEFAULT 5,');
    assert.ok(isNewersWord(one, table('`a` int DEFAULT 5 INVISIBLE,')));
    assert.ok(!isNewersWord(one, table('`a` int DEFAULT 6 INVISIBLE,')));
    const bytes = table("`a` binary(3) DEFAULT '\\0\\n\ufffd', `b` binary(2) DEFAULT '\'\'\\\\'");
    assert.ok(isNewersWord(bytes, table("`a` binary(3) DEFAULT x'000aff', `b` binary(2) DEFAULT x'275c'")));
    assert.ok(!isNewersWord(bytes, table("`a` binary(3) DEFAULT x'000bff', `b` binary(2) DEFAULT x'275c'")));
    const tab = table("`it's` text AS (concat(`c`,'\t\\\\t'))");
    assert.ok(isNewersWord(tab, table("`it's` text AS (concat(`c`,'\\t\\\\t'))")));
    assert.ok(!isNewersWord(tab, table("`it's` text AS (concat(`c`,'\\t\\t'))")));
    const [system, wider] = [
      ['a', 'b'],
      ['a', 'b 4e'],
    ].map((value): Item => ({
      kind: 'system table',
      database: 'mysql',
      name: 'db',
      aspect: 'rows',
      value,
      columns: [{ name: 'x', type: '' }],
    })) as [Item, Item];
    assert.ok(isNewersWord(system, wider));
    assert.ok(!isNewersWord(system, { ...wider, value: ['a'] }));
  });

  it('takes the end of time of either server for the same, in the column that ends a row only', () => {
    const end = cellReader('row_end', 'timestamp', true);
    assert.equal(readCell('2038-01-19 03:14:07.999999', end), readCell('2106-02-07 06:28:15.999999', end));
    const plain = cellReader('at', 'timestamp', false);
    assert.notEqual(readCell('2038-01-19 03:14:07.999999', plain), readCell('2106-02-07 06:28:15.999999', plain));
  });
});
