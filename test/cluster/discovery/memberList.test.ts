import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Endpoint, formatMemberList, nodePorts, parseMemberList } from '../../../src/cluster/discovery/memberList';

const port = fc.integer({ min: 1, max: 65_535 });
const endpoints: fc.Arbitrary<Endpoint[]> = fc.array(
  fc.record(
    {
      node: fc.integer({ min: 1, max: 9 }).map((number) => `g${number}`),
      address: fc.ipV4(),
      sqlPort: port,
      galeraPort: port,
      istPort: port,
    },
    { noNullPrototype: true },
  ),
);

describe('the member list', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(endpoints, (list) => {
        assert.deepEqual(parseMemberList(formatMemberList(list)), list);
      }),
    );
  });

  it('has a line a member, with name and address first, as the start script reads it', () => {
    const list = [
      { node: 'g1', address: '172.20.0.11', ...nodePorts },
      { node: 'g2', address: '172.20.0.12', ...nodePorts },
    ];
    assert.equal(formatMemberList(list), 'g1 172.20.0.11 3306 4567 4568\ng2 172.20.0.12 3306 4567 4568\n');
  });

  it('is empty without members', () => {
    assert.equal(formatMemberList([]), '');
    assert.deepEqual(parseMemberList(''), []);
  });

  it('passes over lines that are none of its own', () => {
    const text = '# a comment\n\ng1 172.20.0.11 3306 4567\ng2 172.20.0.12 3306 4567 4568\ng3 172.20.0.13 a b c\n';
    assert.deepEqual(parseMemberList(text).map(({ node }) => node), ['g2']);
  });
});
