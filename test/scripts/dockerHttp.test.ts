import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askDocker, DockerAnswerError, streamDocker } from '../../scripts/lib/dockerHttp.mjs';

/** Runs `use` with the address of an engine that answers as `answer` does. */
async function withAccess(answer: RequestListener, use: (host: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('streamDocker', () => {
  it('fails with the error that comes as an event after a 200', async () => {
    const events = '{"status":"Pulling"}\n{"errorDetail":{"message":"no such host"},"error":"no such host"}\n';
    await withAccess(
      (_request, response) => response.end(events),
      (host) => assert.rejects(streamDocker(host, '/images/create', {}), { message: 'no such host' }),
    );
  });

  it('hands on the events of a stream that ends well', async () => {
    const seen: unknown[] = [];
    await withAccess(
      (_request, response) => response.end('{"status":"a"}\n{"status":"b"}\n'),
      (host) => streamDocker(host, '/images/create', { onEvent: (event) => seen.push(event) }),
    );
    assert.deepEqual(seen, [{ status: 'a' }, { status: 'b' }]);
  });

  it('gives up where nothing moves', async () => {
    await withAccess(
      (_request, response) => response.write('{"status":"Pulling"}\n'),
      (host) => assert.rejects(streamDocker(host, '/images/create', { idleMs: 50 })),
    );
  });
});

describe('askDocker', () => {
  it("fails with Docker's own words and status code", async () => {
    await withAccess(
      (_request, response) => response.writeHead(404).end('{"message":"No such image: x"}'),
      (host) =>
        assert.rejects(askDocker(host, 'GET', '/images/x/json'), (error) => {
          assert(error instanceof DockerAnswerError);
          assert.equal(error.statusCode, 404);
          assert.equal(error.message, 'No such image: x');
          return true;
        }),
    );
  });
});
