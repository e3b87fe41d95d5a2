import assert from 'node:assert/strict';
import { servesWithout } from '../../../src/cluster/actions/removeMember';
import type { NodeState, WsrepStatus } from '../../../src/cluster/model';
import { nodeView, otherStateUuid, wsrepStatus } from '../views';

const left = '172.20.0.13';
const addressOf = (node: string): string => node.replace('g', '172.20.0.1');
const withoutIt = ['172.20.0.11:3306', '172.20.0.12:3306'];

/** g1 now, and g3 as it was: by default it was in the third component, and g1 is in the fourth. */
function judged(now: Partial<WsrepStatus> = {}, before: Partial<WsrepStatus> | null = {}, state: NodeState = 'Synced'): boolean {
  const status = wsrepStatus({ clusterConfId: 4, clusterSize: 2, incomingAddresses: withoutIt, ...now });
  const [g1, g2] = [nodeView('g1', state, status), nodeView('g2', 'Synced', status)];
  return servesWithout(g1, [g1, g2], { name: 'g3', before: before === null ? undefined : nodeView('g3', 'Synced', wsrepStatus(before)) }, addressOf);
}

describe('servesWithout', () => {
  it('holds for one that is Synced in a later component without the node that left', () => {
    assert.equal(judged(), true);
  });

  it('holds where nothing is known of the one that left, or it served nobody', () => {
    assert.equal(judged({}, null), true);
    assert.equal(judged({ clusterConfId: 2 }, { clusterStatus: 'non-Primary' }), true);
  });

  it('holds where the one that left served apart, whatever it counted: its leaving changes nothing here', () => {
    assert.equal(judged({ clusterConfId: 2 }, { incomingAddresses: [`${left}:3306`], clusterSize: 1 }), true);
    assert.equal(judged({ clusterConfId: 2 }, { incomingAddresses: [`${left}:3306`], clusterStateUuid: otherStateUuid }), true);
  });

  it("doesn't while the one that left is counted", () => {
    assert.equal(judged({ incomingAddresses: [...withoutIt, `${left}:3306`] }), false);
  });

  it('takes no address for another that begins like it', () => {
    assert.equal(judged({ incomingAddresses: [...withoutIt, `${left}1:3306`] }), true);
  });

  it("doesn't for one that was frozen before the one that left came, and still believes in what it was in then", () => {
    assert.equal(judged({ clusterConfId: 2 }), false);
  });

  it("doesn't for one that believes in a component of which others don't speak, whatever is known of the one that left", () => {
    assert.equal(judged({ clusterSize: 3 }, null), false);
    assert.equal(judged({ clusterSize: 3 }), false);
  });

  it("doesn't for one that has lost its quorum, is cut off, or only donates", () => {
    assert.equal(judged({ clusterStatus: 'non-Primary' }, {}, 'Non-Primary'), false);
    assert.equal(judged({}, {}, 'Isolated'), false);
    assert.equal(judged({}, {}, 'Donor'), false);
  });
});
