import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import type Docker from 'dockerode';
import { readFile } from '../../../src/cluster/docker/containerFiles';
import { DockerSilentError, dockerFailure, dockerStatus, TooLongError } from '../../../src/cluster/docker/dockerErrors';
import { readLines, readStream } from '../../../src/cluster/docker/readStream';
import { answeringAccess, hasty, patient } from './answeringAccess';

describe('BoundedCalls', () => {
  const { calls, unbounded } = answeringAccess();
  const silent: RequestListener = () => undefined;

  it('gives up a read that is never answered, and says what gave no answer', async () => {
    const docker = (await calls(silent)).following(undefined);
    await assert.rejects(docker.listContainers(), (error) => {
      assert(error instanceof DockerSilentError);
      assert.match(error.message, /GET \/containers\/json/);
      const { code, message } = dockerFailure(error, 'Listing the clusters');
      assert.equal(code, 'dockerDown');
      assert.equal(message, "Listing the clusters failed: Docker hasn't answered for 0.3 s.");
      return true;
    });
  });

  it('gives up an answer that stops in its middle', async () => {
    const docker = (await calls((_request, response) => response.writeHead(200).write('['))).following(undefined);
    await assert.rejects(docker.listContainers(), DockerSilentError);
  });

  it('reads on as long as more comes', async () => {
    const all = [...JSON.stringify({ Version: 'a'.repeat(20) })];
    const docker = (
      await calls((_request, response) => {
        const next = (): void => {
          const part = all.shift();
          if (part === undefined) {
            response.end();
          } else {
            response.write(part);
            setTimeout(next, hasty.readMs / 10);
          }
        };
        next();
      })
    ).following(undefined);
    assert.equal((await docker.version()).Version, 'a'.repeat(20));
  });

  it('waits for as long as it takes for what is to happen, of which Docker begins to tell at once', async () => {
    const docker = (
      await calls((_request, response) => {
        response.writeHead(200).flushHeaders();
        setTimeout(() => response.end('{"StatusCode":7}'), hasty.readMs * 2);
      })
    ).following(undefined);
    assert.deepEqual(await docker.getContainer('g1').wait(), { StatusCode: 7 });
  });

  it('takes no answer without end', async () => {
    const docker = (
      await calls((_request, response) => {
        const more = (): void => {
          while (response.write(Buffer.alloc(1_048_576))) {
            // Until the socket is full.
          }
          response.once('drain', more);
        };
        more();
      }, patient)
    ).following(undefined);
    await assert.rejects(docker.info(), TooLongError);
  });

  it('refuses in the words in which docker-modem does', async () => {
    const answer: RequestListener = (_request, response) =>
      response.writeHead(409, { 'content-type': 'application/json' }).end('{"message":"it runs"}');
    const bounded = await calls(answer);
    const refusalOf = async (docker: Docker): Promise<unknown> =>
      docker
        .getContainer('g1')
        .remove()
        .catch((error: unknown) => error);
    const [own, theirs] = [await refusalOf(bounded.following(undefined)), await refusalOf(unbounded())] as [
      Error,
      Error,
    ];
    assert.equal(own.message, theirs.message);
    assert.deepEqual({ ...own }, { ...theirs });
  });

  it('refuses a stream in plain words too', async () => {
    const docker = (
      await calls((_request, response) => response.writeHead(404).end('{"message":"no such file"}'), patient)
    ).following(undefined);
    await assert.rejects(docker.getContainer('g1').getArchive({ path: '/x' }), (error) => dockerStatus(error) === 404);
    assert.equal(await readFile(docker.getContainer('g1'), '/x'), undefined);
  });

  it('takes garbage for what it is', async () => {
    const docker = (await calls((_request, response) => response.end('not a tar'), patient)).following(undefined);
    assert(Buffer.isBuffer(await docker.version()));
    await assert.rejects(readFile(docker.getContainer('g1'), '/x'), /Unexpected end of data/);
  });

  for (const [what, call] of [
    ['a call', (docker: Docker) => docker.listContainers()],
    ['a file that is read', (docker: Docker) => readFile(docker.getContainer('galera-demo-g1'), '/node/credentials')],
  ] as const) {
    it(`ends ${what} whose connection breaks in the middle of the answer`, async () => {
      const answer: RequestListener = (_request, response) => {
        response.writeHead(200, { 'content-length': '4096' });
        response.write('[', () => response.destroy());
      };
      const docker = (await calls(answer, patient)).following(undefined);
      await assert.rejects(call(docker), (error) => dockerFailure(error, 'Looking').code === 'dockerDown');
    });
  }

  it('says when Docker has fallen silent, and when it answers again', async () => {
    const held: (() => void)[] = [];
    const bounded = await calls((_request, response) => held.push(() => response.end('OK')), patient);
    const told: string[] = [];
    const silence = new Promise<void>((resolve) => {
      bounded.pulse.listen({
        onSilence: (since) => {
          told.push(since.getTime() <= Date.now() - 5_000 ? 'silent' : 'too early');
          resolve();
        },
        onAnswer: () => told.push('answered'),
      });
    });
    const call = bounded.following(undefined).version();
    await silence;
    for (const answer of held) {
      answer();
    }
    await call;
    assert.deepEqual(told, ['silent', 'answered']);
  });

  it("doesn't call Docker silent for one call that takes long", async () => {
    let pings = 0;
    const bounded = await calls((request, response) => {
      if (request.url === '/_ping') {
        pings += 1;
        response.end('OK');
      } else {
        setTimeout(() => response.writeHead(204).end(), 6_000);
      }
    }, patient);
    bounded.pulse.listen({ onSilence: () => assert.fail('silent'), onAnswer: () => undefined });
    await bounded.following(undefined).getContainer('g1').start();
    assert(pings > 0);
  });

  it('reads a stream no longer, and no further, than it may', async () => {
    const docker = (
      await calls((_request, response) => response.writeHead(200).write('a line\nhalf'), patient)
    ).following(undefined);
    const limits = { what: 'The answer', mostBytes: 1_000 };
    await assert.rejects(
      readStream(await docker.getEvents({}), { ...limits, withinMs: 100 }),
      /^StreamSilentError: The answer didn't come to an end in 0.1 s/,
    );
    await assert.rejects(
      readStream(await docker.getEvents({}), { ...limits, mostBytes: 5, withinMs: 10_000 }),
      /^TooLongError: The answer has more than 5 bytes/,
    );
    const lines: string[] = [];
    await assert.rejects(async () => {
      for await (const line of readLines(await docker.getEvents({}), { ...limits, silentMs: 100 })) {
        lines.push(line);
      }
    }, /^StreamSilentError: The answer said nothing for 0.1 s/);
    assert.deepEqual(lines, ['a line']);
  });
});
