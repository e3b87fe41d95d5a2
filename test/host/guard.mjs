// Runs a command in a process group of its own for as long as this process's standard input stays open, then
// ends the group and removes a folder: `node guard.mjs FOLDER COMMAND [ARGUMENT…]`. Whoever started it holds the
// other end of the pipe, which the kernel closes even when the holder is killed, so nothing is left behind.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { endGroup } from './processes.mjs';

const graceMs = 5000;
const [folder, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

let ending;
function end(code) {
  ending ??= (async () => {
    if (child.pid !== undefined) {
      await endGroup(child.pid, graceMs);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    process.exit(code);
  })();
}

child.on('error', (error) => {
  console.error(`${command}: ${error.message}`);
  end(127);
});
child.on('exit', (code) => end(code ?? 1));
process.stdin
  .resume()
  .on('end', () => end(0))
  .on('error', () => end(0));
process.stdout.on('error', () => end(0));
process.on('SIGTERM', () => end(0));
process.on('SIGINT', () => end(0));
process.on('SIGHUP', () => end(0));
