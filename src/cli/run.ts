import { connectDocker } from '../cluster/docker/connectDocker';
import { createEngine, type Engine, type OperationOptions } from '../cluster/engine';
import { type GaleraError, type GaleraErrorCode, toGaleraError } from '../cluster/errors';
import { readCluster, readClusters } from '../cluster/readClusters';
import { readConnection } from '../cluster/readConnection';
import { removeCluster } from '../cluster/removeCluster';
import { startCluster } from '../cluster/startCluster';
import { stopCluster } from '../cluster/stopCluster';
import { type CliArguments, parseCommandLine, usage, UsageError } from './arguments';
import { statusJson } from './statusJson';
import { clusterTable, formatTable } from './table';
import { progressPrinter, terminalLogger } from './terminalLog';

const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3 } as const;
const usageCodes: ReadonlySet<GaleraErrorCode> = new Set(['badClusterName', 'badNodeCount', 'badImage']);

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}

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

async function start(engine: Engine, name: string, args: CliArguments, options: OperationOptions): Promise<void> {
  const { how, cluster } = await startCluster(
    engine,
    {
      name,
      ...(args.nodes === undefined ? {} : { nodes: args.nodes }),
      ...(args.image === undefined ? {} : { image: args.image }),
    },
    options,
  );
  if (how === 'alreadyRunning') {
    printError(`"${name}" is running already.`);
  }
  print(clusterTable(cluster));
}

async function status(engine: Engine, args: CliArguments, signal: AbortSignal): Promise<void> {
  const clusters = args.name === undefined ? await readClusters(engine, signal) : [await readCluster(engine, args.name, signal)];
  if (args.json) {
    print(statusJson(clusters));
  } else if (clusters.length === 0) {
    print('There is no cluster. "galera start" makes one.');
  } else {
    print(clusters.map(clusterTable).join('\n\n'));
  }
}

async function connect(engine: Engine, name: string, args: CliArguments, signal: AbortSignal): Promise<void> {
  const connection = await readConnection(engine, name, signal);
  if (args.json) {
    print(JSON.stringify(connection));
    return;
  }
  print(formatTable([['NODE', 'HOST', 'PORT'], ...connection.nodes.map((node) => [node.name, node.host, String(node.port)])]));
  print(`\nuser ${connection.user}, password ${connection.password}`);
}

async function runVerb(args: CliArguments, signal: AbortSignal): Promise<number> {
  const { docker } = await connectDocker({ signal });
  const engine = createEngine(docker, terminalLogger(printError, process.env['GALERA_DEBUG'] !== undefined));
  const name = args.name ?? 'demo';
  const holder = `galera ${args.verb} (pid ${String(process.pid)})`;
  const options = { signal, holder, onProgress: progressPrinter(printError) };
  switch (args.verb) {
    case 'start':
      await start(engine, name, args, options);
      break;
    case 'status':
      await status(engine, args, signal);
      break;
    case 'connect':
      await connect(engine, name, args, signal);
      break;
    case 'stop':
      print(clusterTable(await stopCluster(engine, name, options)));
      break;
    case 'remove':
      if (!args.yes) {
        throw new UsageError(`Removing "${name}" deletes its data; say --yes to do it.`);
      }
      await removeCluster(engine, name, options);
      print(`"${name}" and its data are removed.`);
      break;
  }
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
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
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
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
