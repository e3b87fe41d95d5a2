import assert from 'node:assert/strict';
import { type NodeState, nodeStates } from '../../../src/cluster/vocabulary/model';
import { isInTrouble, isOnItsWay } from '../../../src/cluster/view/stateGroups';

const which = (fits: (node: { state: NodeState }) => boolean): NodeState[] =>
  nodeStates.filter((state) => fits({ state }));

describe('the groups of states', () => {
  it('have nodes on their way, which pass from state to state by themselves', () => {
    assert.deepEqual(which(isOnItsWay), ['Donor', 'Joiner', 'Joined', 'Starting']);
  });

  it('have nodes in trouble: neither on their way, nor in service, nor stopped by somebody', () => {
    assert.deepEqual(which(isInTrouble), [
      'Desynced',
      'Non-Primary',
      'Killed',
      'Crashed',
      'Frozen',
      'Isolated',
      'Unreachable',
    ]);
  });
});
