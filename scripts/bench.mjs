// `npm run bench -- NAME [--json]`: the one entry for benchmarks. Only results go to stdout.
import { runTool } from '../test/bench/runTool.mjs';
import { runMain } from './lib/userError.mjs';

await runMain(() => runTool('bench', process.argv.slice(2)));
