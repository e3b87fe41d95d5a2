// `npm run fidelity -- --seed S --minutes M [--from IMAGE --to IMAGE]`: random schemas through full state transfers,
// compared by bytes.
import { parseArgs } from 'node:util';
import { runTool } from '../test/bench/runTool.mjs';
import { runMain } from './lib/userError.mjs';

const args = process.argv.slice(2);
// The tool itself says what is wrong with its arguments.
const { values } = parseArgs({ args, strict: false, options: { from: { type: 'string' }, to: { type: 'string' } } });
const images = [values.from, values.to].filter((image) => typeof image === 'string');

await runMain(() => runTool('fidelity', args, images));
