import type { Engine } from '../../src/cluster/engine';
import { testEngine } from '../support/testEngine';

/**
 * The engine on the real Docker. Whatever a benchmark makes carries a label of its own beside the tests': by it
 * runTool.mjs removes what a run leaves that was interrupted.
 */
export async function benchEngine(): Promise<Engine> {
  const engine = await testEngine();
  return { ...engine, scope: { ...engine.scope, 'galera-clusters.tool': 'bench' } };
}
