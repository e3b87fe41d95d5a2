import type Docker from 'dockerode';
import { usualPatience } from './callPatience';
import { unframe } from './containerLogs';
import { readStream } from './readStream';

const mostBytes = 1_048_576;

/**
 * Runs a shell line as root in a running container; what it prints, undefined where it fails.
 *
 * @throws what Docker answers; TooLongError, StreamSilentError where it prints without end, or nothing
 */
export async function runInContainer(container: Docker.Container, line: string): Promise<string | undefined> {
  const exec = await container.exec({ Cmd: ['bash', '-c', line], User: 'root', AttachStdout: true });
  const output = await readStream(await exec.start({}), {
    what: `What a command in ${container.id} prints`,
    mostBytes,
    withinMs: usualPatience.readMs,
  });
  return (await exec.inspect()).ExitCode === 0 ? unframe(output) : undefined;
}
