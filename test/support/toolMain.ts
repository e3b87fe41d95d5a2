import { type Access, createAccess, type OperationOptions } from '../../src/cluster/docker/access';
import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { UsageError } from './toolArguments';

/** A command of its own, as `npm run chaos`. */
interface Tool<R> {
  readonly usage: string;
  /** @throws UsageError */
  readonly parse: (args: readonly string[]) => R;
  /**
   * @param enough aborted by Ctrl+C
   * @returns the exit code
   */
  readonly run: (request: R, enough: AbortSignal) => Promise<number>;
}

async function exitCodeOf<R>({ usage, parse, run }: Tool<R>): Promise<number> {
  try {
    const request = parse(process.argv.slice(2));
    if (process.env['GALERA_ARGUMENTS_ONLY'] === '1') {
      return 0;
    }
    const enough = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => enough.abort());
    }
    return await run(request, enough.signal);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${usage}\n`);
      return 2;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

/** Runs it, and ends the process with its exit code, 1 where it failed and 2 where its arguments are none. */
export function runToolMain<R>(tool: Tool<R>): void {
  // What a client or a socket still holds open mustn't keep the process.
  void exitCodeOf(tool).then((code) => process.exit(code));
}

export const sayLine = (line: string): void => void process.stdout.write(`${line}\n`);

/** Docker, and what operations take, for a tool that says itself how far it is. */
export async function toolAccess(tool: string): Promise<{ access: Access; options: OperationOptions }> {
  const { docker } = await connectDocker({ signal: AbortSignal.timeout(60_000) });
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const options = {
    signal: new AbortController().signal,
    holder: `${tool} (pid ${process.pid})`,
    onProgress: () => undefined,
  };
  return { access: createAccess(docker, silent), options };
}
