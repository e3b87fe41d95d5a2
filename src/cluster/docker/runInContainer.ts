import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';

/** Runs a shell line as root in a running container; what it prints on stdout, undefined where it fails. */
export async function runInContainer(docker: Pick<Docker, 'modem'>, container: Docker.Container, line: string): Promise<string | undefined> {
  const exec = await container.exec({ Cmd: ['bash', '-c', line], User: 'root', AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const output = new PassThrough();
  docker.modem.demuxStream(stream, output, new PassThrough().resume());
  // demuxStream never ends its outputs.
  stream.once('end', () => output.end());
  stream.once('error', (error: Error) => output.destroy(error));
  const printed = await text(output);
  return (await exec.inspect()).ExitCode === 0 ? printed : undefined;
}
