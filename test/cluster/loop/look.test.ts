import assert from 'node:assert/strict';
import { decideBootstrap } from '../../../src/cluster/guard/decide';
import { lookAt } from '../../../src/cluster/loop/look';
import type { WsrepStatus } from '../../../src/cluster/vocabulary/model';
import { nodeView, wsrepStatus } from '../views';
import { serving } from './worlds';

/** What is known of nodes that are in service and say such things. */
function known(...says: Partial<WsrepStatus>[]) {
  return serving(...says.map((_, index) => `g${String(index + 1)}`)).map((sight, index) => {
    const status = wsrepStatus(says[index]);
    const sql = { kind: 'status', status } as const;
    const { knowledge } = lookAt({ ...sight, sql, view: nodeView(sight.node, 'Synced', status) });
    assert.ok(knowledge);
    return knowledge;
  });
}

const short = { incomingAddresses: ['172.20.0.11:3306', '172.20.0.12:3306'] };

describe('lookAt of nodes in service', () => {
  it('takes one whose server missed who came while it was filled for one of the same component', () => {
    assert.equal(decideBootstrap(known({}, short, {})).kind, 'join');
  });

  it('takes those for apart whose lists have all of their component, and differ', () => {
    const alone = { clusterSize: 1, incomingAddresses: ['172.20.0.13:3306'] };
    assert.equal(
      decideBootstrap(known({ clusterSize: 2, ...short }, { clusterSize: 2, ...short }, alone)).kind,
      'refuse',
    );
    // One that has just lost the others may still list them.
    assert.equal(decideBootstrap(known({ clusterSize: 1 }, alone)).kind, 'refuse');
  });
});
