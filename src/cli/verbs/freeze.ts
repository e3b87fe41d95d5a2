import { nodeVerb } from '../nodeVerb';
import type { Verb } from '../verb';

export const freeze: Verb = nodeVerb(
  'freeze',
  'freeze a node, as a machine that hangs',
  'g2 answers nobody any more; "restore shop g2" has it go on',
  async () => {
    const { freezeNode } = await import('../../cluster/operations/nodeActions');
    return freezeNode;
  },
);
