import assert from 'node:assert/strict';
import { formatMemberList, nodePorts } from '../../../src/cluster/members/memberList';

describe('the member list', () => {
  it('says when it was made, and has a line a member, with name and address first, as the start script reads it', () => {
    const list = [
      { node: 'g1', address: '172.20.0.11', ...nodePorts },
      { node: 'g2', address: '172.20.0.12', ...nodePorts },
    ];
    assert.equal(
      formatMemberList(list, 1_764_250_000_000),
      '# 1764250000000\ng1 172.20.0.11 3306 4567 4568\ng2 172.20.0.12 3306 4567 4568\n',
    );
  });

  it('names nobody without members', () => {
    assert.equal(formatMemberList([], 5), '# 5\n');
  });
});
