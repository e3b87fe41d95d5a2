import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { createAccess } from '../../src/cluster/docker/access';
import { UsageError } from '../support/toolArguments';
import { consistencyUsage, parseConsistencyArguments } from './consistencyArguments';
import { countsSentence } from './report';
import { runConsistency } from './runConsistency';

const defaultImage = 'galera-clusters/mariadb:11.8';

/**
 * `npm run consistency`; Ctrl+C ends it after the transfer under way. Exit 0: no fault; 1: one, or the run couldn't be
 * made; 2: usage.
 */
async function main(): Promise<number> {
  try {
    const request = parseConsistencyArguments(process.argv.slice(2), process.env['GALERA_IMAGE'] ?? defaultImage);
    if (process.env['GALERA_ARGUMENTS_ONLY'] === '1') {
      return 0;
    }
    const enough = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => enough.abort());
    }
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const { docker } = await connectDocker({ signal: AbortSignal.timeout(60_000) });
    const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const options = {
      signal: new AbortController().signal,
      holder: `consistency (pid ${process.pid})`,
      onProgress: () => undefined,
    };
    say(`seed ${request.seed}, ${request.transfers} transfers, ${request.image}`);
    const result = await runConsistency(createAccess(docker, silent), request, options, say, enough.signal);
    result.failures.forEach((failure) => say(`FAILED ${failure}`));
    say(countsSentence(result));
    return result.failures.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${consistencyUsage}\n`);
      return 2;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

// What a client or a socket still holds open mustn't keep the process.
void main().then((code) => process.exit(code));
