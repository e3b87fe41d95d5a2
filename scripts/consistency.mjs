// `npm run consistency -- --transfers N --seed S [--image IMAGE]`: money moves and the schema changes while nodes are
// filled; then all nodes hold the same, and what clients were told of.
import { runTool } from '../test/bench/runTool.mjs';
import { runMain } from './lib/userError.mjs';

await runMain(() => runTool('consistency', process.argv.slice(2)));
