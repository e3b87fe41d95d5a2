import { nodeVerb } from '../nodeVerb';
import type { Verb } from '../verb';

export const isolate: Verb = nodeVerb(
  'isolate',
  'cut a node off the replication network',
  'g2 sees no other node; "restore shop g2" connects it again',
  async () => {
    const { isolateNode } = await import('../../cluster/operations/nodeActions');
    return isolateNode;
  },
);
