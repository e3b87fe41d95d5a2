import { connectDocker } from '../cluster/docker/connectDocker';
import { createEngine, engineFollowing } from '../cluster/engine';
import { type GaleraError, type GaleraErrorCode, toGaleraError } from '../cluster/errors';
import { type CliArguments, parseCommandLine, usage, UsageError } from './arguments';
import { print, printError } from './print';
import { progressPrinter, terminalLogger } from './terminalLog';
import { verbHandlers } from './verbHandlers';

/** Ctrl+C, whoever ends this process, and a terminal that is closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3 } as const;
const usageCodes: ReadonlySet<GaleraErrorCode> = new Set(['badClusterName', 'badNodeCount', 'badImage', 'badSstMethod', 'badGcacheSize', 'sstMethodMissing']);

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

async function runVerb(args: CliArguments, signal: AbortSignal): Promise<number> {
  const { docker } = await connectDocker({ signal });
  // What is called off ends, whatever is waited for.
  const engine = engineFollowing(createEngine(docker, terminalLogger(printError, process.env['GALERA_DEBUG'] !== undefined)), signal);
  const name = args.name ?? 'demo';
  const holder = `galera ${args.verb} (pid ${String(process.pid)})`;
  const context = { engine, name, args, options: { signal, holder, onProgress: progressPrinter(printError) } };
  await verbHandlers[args.verb](context);
  return exitCodes.done;
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
  try {
    const args = parseCommandLine(argv);
    if (args === undefined) {
      print(usage());
      return exitCodes.done;
    }
    return await runVerb(args, abort.signal);
  } catch (error) {
    if (error instanceof UsageError) {
      printError(`galera: ${error.message}\n\n${usage()}`);
      return exitCodes.usage;
    }
    return report(toGaleraError(error));
  } finally {
    for (const signal of endings) {
      process.off(signal, onSignal);
    }
  }
}
