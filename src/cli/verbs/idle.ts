import { nodeVerb } from '../nodeVerb';
import type { Verb } from '../verb';

export const idle: Verb = nodeVerb(
  'idle',
  'let a node leave in good order',
  'g2 leaves and keeps its data; "restore shop g2" brings it back',
  async () => {
    const { idleNode } = await import('../../cluster/operations/nodeActions');
    return idleNode;
  },
);
