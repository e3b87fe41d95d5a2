import fc from 'fast-check';
import { schemaArbitrary } from './schemaArbitrary';
import { attempt } from './attempt';
import { nothingMade } from './makeSchemas';
import { TwoNodes, plainPlan } from './twoNodes';
import { testEngine, quietly } from '../support/testEngine';
async function main() {
  const engine = await testEngine();
  const t0 = Date.now(); const at = () => ((Date.now() - t0) / 1000).toFixed(1);
  const image = 'galera-clusters/mariadb:11.8';
  const nodes = await TwoNodes.start(engine, 'fidelity-try', { from: image, to: image }, quietly);
  console.log(at(), 'started');
  const counts = { made: nothingMade(), content: { tables: 0, rows: 0, cells: 0 }, transfers: 0 };
  const schemas = fc.sample(schemaArbitrary(1108), { seed: Number(process.argv[2] ?? 1), numRuns: Number(process.argv[3] ?? 10) }).map((x) => process.env.PLAIN ? JSON.parse(JSON.stringify(x), (k, v) => ['name', 'alias', '0', '1'].includes(k) && typeof v === 'string' ? v.replace(/[\n\u001f\t]/g, '_') : v) : x);
  const { failure, differences } = await attempt(nodes, schemas, { ...plainPlan, dumpBelow: Number(process.argv[4] ?? 20000) }, counts, () => false);
  console.log(at(), failure, counts.content, counts.made.refusedTables, counts.made.tables);
  for (const [i, ds] of differences) for (const d of ds) console.log(i, d.signature, '|', JSON.stringify([d.database, d.name, d.aspect]), '\n   D', d.donor.slice(0, 700), '\n   J', d.joiner.slice(0, 700));
  if (process.argv[5] !== 'keep') await nodes.remove();
}
void main().then(() => process.exit(0), (e) => { console.error(e); process.exit(1); });
