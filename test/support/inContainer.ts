import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Access } from '../../src/cluster/docker/access';

/** Runs a shell line in a running container; what it prints on stdout and stderr, and its exit code. */
export async function execute(
  access: Access,
  containerName: string,
  command: string,
): Promise<{ stdout: string; stderr: string; exitCode: number | null }> {
  const container = access.docker.getContainer(containerName);
  const exec = await container.exec({ Cmd: ['bash', '-c', command], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  access.docker.modem.demuxStream(stream, stdout, stderr);
  // demuxStream never ends its outputs.
  stream.once('end', () => {
    stdout.end();
    stderr.end();
  });
  const [out, err] = await Promise.all([text(stdout), text(stderr)]);
  return { stdout: out, stderr: err, exitCode: (await exec.inspect()).ExitCode };
}

/**
 * Stops those in a node who read its orders while its server runs, or lets them go on; the start script itself, process
 * 1, which reads them before, heeds neither.
 */
export async function signalListeners(access: Access, containerName: string, signal: 'STOP' | 'CONT'): Promise<void> {
  const listeners = '[ "$p" != /proc/1 ] && [ -e "$p/fd/9" ]';
  const each = `for p in /proc/[1-9]*; do if ${listeners}; then kill -${signal} "\${p#/proc/}" && found=yes; fi; done`;
  // The server may just have been started.
  const line = `for i in $(seq 100); do ${each}; [ -z "$found" ] || exit 0; sleep 0.1; done; exit 1`;
  assert.equal((await execute(access, containerName, line)).exitCode, 0, `nobody listens in ${containerName}`);
}

/** Runs a shell line in a container of its own that has a node's volume at /volume, while the node is down. */
export async function onVolume(access: Access, image: string, volume: string, command: string): Promise<void> {
  const container = await access.docker.createContainer({
    Image: image,
    Entrypoint: ['bash', '-ec', command],
    Cmd: [],
    NetworkDisabled: true,
    Labels: access.scope,
    HostConfig: { Binds: [`${volume}:/volume`] },
  });
  try {
    await container.start();
    const { StatusCode: status } = (await container.wait()) as { StatusCode: number };
    if (status !== 0) {
      throw new Error(`"${command}" on ${volume} ended with ${String(status)}`);
    }
  } finally {
    await container.remove({ force: true, v: true });
  }
}
