import { join } from 'node:path';
import { runToolMain } from '../support/toolMain';
import { chaosUsage, parseChaosArguments } from './chaosArguments';
import { runChaos } from './runChaos';
import { summary } from './summary';
import { Timeline } from './timeline';

// Ctrl+C ends the faults early. Exit 0: nothing wrong found; 1: something was, or the run couldn't be made; 2: usage.
runToolMain({
  usage: chaosUsage,
  parse: parseChaosArguments,
  async run(request, enough) {
    const timeline = new Timeline(join('test-results', `chaos-${String(request.seed)}.jsonl`));
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const result = await runChaos(request, timeline, say, enough);
    process.stdout.write(`${summary(request, result, timeline.file)}\n`);
    return result.failures.length === 0 ? 0 : 1;
  },
});
