import { CommanderError } from '@commander-js/extra-typings';
import { type GaleraError, type GaleraErrorCode, toGaleraError } from '../cluster/vocabulary/errors';
import { answerShell, completionVerb } from './completion/answerShell';
import { printError } from './print';
import { buildProgram, helpFor } from './program';
import { progressPrinter, terminalLogger } from './terminalLog';
import { UsageError } from './usageError';
import type { Work } from './verb';
import { verbs } from './verbs';

/** Ctrl+C, whoever ends this process, and a terminal that is closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3 } as const;
const usageCodes: ReadonlySet<GaleraErrorCode> = new Set([
  'badClusterName',
  'badNodeCount',
  'badImage',
  'badSstMethod',
  'badGcacheSize',
  'sstMethodMissing',
]);

/** The sentence, the table or log lines behind it, and what to do next. */
function report(error: GaleraError): number {
  printError(`galera: ${error.message}`);
  if (error.code !== 'aborted') {
    for (const line of error.details) {
      printError(`  ${line}`);
    }
  }
  if (error.advice !== undefined) {
    printError(error.advice);
  }
  if (error.code === 'refused') {
    return exitCodes.refused;
  }
  return usageCodes.has(error.code) ? exitCodes.usage : exitCodes.failed;
}

async function carryOut(verb: string, work: Work, signal: AbortSignal): Promise<void> {
  const { connectDocker } = await import('../cluster/docker/connectDocker');
  const { createAccess, accessFollowing } = await import('../cluster/docker/access');
  const { docker } = await connectDocker({ signal });
  const log = terminalLogger(printError, process.env['GALERA_DEBUG'] !== undefined);
  const holder = `galera ${verb} (pid ${String(process.pid)})`;
  const { endKeptConnections } = await import('../cluster/sql/keptConnections');
  await work({
    // What is called off ends, whatever is waited for.
    access: accessFollowing(createAccess(docker, log), signal),
    options: { signal, holder, onProgress: progressPrinter(printError) },
  }).finally(endKeptConnections);
}

/**
 * Runs one command line and says how it ended.
 *
 * @returns the exit code: 0 done, 1 failed, 2 usage, 3 refused by the guard.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const abort = new AbortController();
  const onSignal = (): void => {
    printError('Cancelling…');
    abort.abort();
  };
  for (const signal of endings) {
    process.once(signal, onSignal);
  }
  const program = buildProgram(verbs, (verb, work) => carryOut(verb, work, abort.signal));
  try {
    if (argv[0] === completionVerb) {
      await answerShell(program, argv.slice(1));
      return exitCodes.done;
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Of help that was asked for: all else comes as a UsageError.
      return exitCodes.done;
    }
    if (error instanceof UsageError) {
      printError(`galera: ${error.message}\n\n${helpFor(program, argv)}`);
      return exitCodes.usage;
    }
    return report(toGaleraError(error));
  } finally {
    for (const signal of endings) {
      process.off(signal, onSignal);
    }
  }
}
