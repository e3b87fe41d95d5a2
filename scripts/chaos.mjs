// `npm run chaos -- --seed S --minutes M --nodes N`: clients write and change the schema while
// the cluster is harmed; then nothing may be lost.
import { runTool } from '../test/bench/runTool.mjs';
import { runMain } from './lib/userError.mjs';

await runMain(() => runTool('chaos', process.argv.slice(2)));
