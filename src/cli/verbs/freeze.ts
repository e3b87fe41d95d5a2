import { nodeVerb } from '../nodeVerb';
import type { Verb } from '../verb';

export const freeze: Verb = nodeVerb('freeze', 'freeze a node, as a machine that hangs', async () => {
  const { freezeNode } = await import('../../cluster/operations/nodeActions');
  return freezeNode;
});
