import { join } from 'node:path';
import { UsageError } from '../support/toolArguments';
import { chaosUsage, parseChaosArguments } from './chaosArguments';
import { runChaos } from './runChaos';
import { summary } from './summary';
import { Timeline } from './timeline';

/**
 * `npm run chaos`; Ctrl+C ends the faults early. Exit 0: nothing wrong found; 1: something was, or the run couldn't be
 * made; 2: usage.
 */
async function main(): Promise<number> {
  try {
    const request = parseChaosArguments(process.argv.slice(2));
    if (process.env['GALERA_ARGUMENTS_ONLY'] === '1') {
      return 0;
    }
    const timeline = new Timeline(join('test-results', `chaos-${String(request.seed)}.jsonl`));
    const enough = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => enough.abort());
    }
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const result = await runChaos(request, timeline, say, enough.signal);
    process.stdout.write(`${summary(request, result, timeline.file)}\n`);
    return result.failures.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${chaosUsage}\n`);
      return 2;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

// What a client or a socket still holds open mustn't keep the process.
void main().then((code) => process.exit(code));
