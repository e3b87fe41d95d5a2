import { nodeVerb } from '../nodeVerb';
import type { Verb } from '../verb';

export const idle: Verb = nodeVerb('idle', 'let a node leave in good order', async () => {
  const { idleNode } = await import('../../cluster/operations/nodeActions');
  return idleNode;
});
