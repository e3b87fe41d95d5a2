import { run } from './run';

// Whoever read what this prints may be gone (`galera start | head`): what was asked for is done all the same.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', () => undefined);
}
// Of what others wrote and is bundled here.
process.noDeprecation = true;

void run(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
