import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { createAccess } from '../../src/cluster/docker/access';
import { UsageError } from '../support/toolArguments';
import { fidelityUsage, parseFidelityArguments } from './fidelityArguments';
import { countsLine, countsSentence, reportOf } from './report';
import { runFidelity } from './runFidelity';

const defaultImage = 'galera-clusters/mariadb:11.8';
/** More refusals than that, and the generator proves too little. */
const refusedShare = 0.2;

/**
 * `npm run fidelity`; Ctrl+C ends it after the transfer under way. Exit 0: no difference; 1: one, or the run couldn't
 * be made; 2: usage.
 */
async function main(): Promise<number> {
  try {
    const request = parseFidelityArguments(process.argv.slice(2), process.env['GALERA_IMAGE'] ?? defaultImage);
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
      holder: `fidelity (pid ${process.pid})`,
      onProgress: () => undefined,
    };
    say(`seed ${request.seed}, ${request.minutes} min, from ${request.from} to ${request.to}`);
    const { counts, faults, neverMade } = await runFidelity(
      createAccess(docker, silent),
      request,
      options,
      say,
      enough.signal,
    );
    const { made } = counts;
    faults.forEach((fault) => say(reportOf(fault)));
    const reasons = [...made.reasons].sort(([, a], [, b]) => b.count - a.count).slice(0, 5);
    reasons.forEach(([reason, { count }]) => say(`refused ${count} times: ${reason}`));
    if (neverMade.length > 0) {
      say(`no table had a column of ${neverMade.join(', ')}`);
    }
    say(countsSentence(counts, faults.length));
    say(countsLine(counts, faults.length));
    return faults.length === 0 && neverMade.length === 0 && made.refusedTables < made.tables * refusedShare ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${fidelityUsage}\n`);
      return 2;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

// What a client or a socket still holds open mustn't keep the process.
void main().then((code) => process.exit(code));
