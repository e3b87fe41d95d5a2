import { nodeVerb } from '../nodeVerb';
import type { Verb } from '../verb';

export const isolate: Verb = nodeVerb('isolate', 'cut a node off the replication network', async () => {
  const { isolateNode } = await import('../../cluster/operations/nodeActions');
  return isolateNode;
});
