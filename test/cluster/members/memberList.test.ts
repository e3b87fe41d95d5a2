import assert from 'node:assert/strict';
import { formatMemberList, nodePorts } from '../../../src/cluster/members/memberList';

describe('the member list', () => {
  it('has a line a member, with name and address first, as the start script reads it', () => {
    const list = [
      { node: 'g1', address: '172.20.0.11', ...nodePorts },
      { node: 'g2', address: '172.20.0.12', ...nodePorts },
    ];
    assert.equal(formatMemberList(list), 'g1 172.20.0.11 3306 4567 4568\ng2 172.20.0.12 3306 4567 4568\n');
  });

  it('is empty without members', () => {
    assert.equal(formatMemberList([]), '');
  });
});
