import assert from 'node:assert/strict';
import {
  dockerFailure,
  dockerReason,
  dockerStatus,
  isContainerGone,
  isPortTaken,
} from '../../../src/cluster/docker/dockerErrors';
import { GaleraError, type GaleraErrorCode } from '../../../src/cluster/vocabulary/errors';

/** An answer as the client throws it: the status, its own framing as the message, Docker's words as JSON. */
function answered(statusCode: number, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), {
    statusCode,
    json: { message },
  });
}

function system(code: string): Error {
  return Object.assign(new Error(`connect ${code} /var/run/docker.sock`), { code });
}

describe('dockerFailure', () => {
  const rows: { what: string; error: unknown; code: GaleraErrorCode; message: RegExp }[] = [
    ...['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'].map((code) => ({
      what: code,
      error: system(code),
      code: 'dockerDown' as const,
      message: /^Making x failed: Docker doesn't answer any more\.$/,
    })),
    {
      what: 'a full disk, in an answer',
      error: answered(500, 'write /var/lib/docker/x: no space left on device'),
      code: 'diskFull',
      message: /^Making x failed: the disk that Docker uses is full\.$/,
    },
    {
      what: 'a full disk, in an event of a pull',
      error: new Error('failed to register layer: No space left on device'),
      code: 'diskFull',
      message: /disk that Docker uses is full/,
    },
    {
      what: 'a container that was removed meanwhile',
      error: answered(404, 'No such container: galera-shop-g2'),
      code: 'dockerFailed',
      message: /^Making x failed: the container was removed meanwhile\.$/,
    },
    {
      what: "anything else, in Docker's own words",
      error: answered(409, 'Conflict. The container name is already in use'),
      code: 'dockerFailed',
      message: /^Making x failed: Conflict\. The container name is already in use$/,
    },
    {
      what: 'an answer that carries a system code, which came from Docker and not from the way to it',
      error: Object.assign(answered(500, 'no such file'), { code: 'ENOENT' }),
      code: 'dockerFailed',
      message: /no such file/,
    },
    { what: 'a thrown text', error: 'boom', code: 'dockerFailed', message: /^Making x failed: boom$/ },
    {
      what: 'an abort',
      error: Object.assign(new Error('The operation was aborted'), { name: 'AbortError' }),
      code: 'aborted',
      message: /^Cancelled\.$/,
    },
  ];
  for (const { what, error, code, message } of rows) {
    it(`is ${code} for ${what}`, () => {
      const failure = dockerFailure(error, 'Making x');
      assert.equal(failure.code, code);
      assert.match(failure.message, message);
      assert.equal(failure.cause, error);
      assert(code === 'aborted' || failure.advice !== undefined);
    });
  }

  it('leaves an error of ours as it is', () => {
    const error = new GaleraError('nameTaken', 'Taken.');
    assert.equal(dockerFailure(error, 'Making x'), error);
  });
});

describe('dockerReason', () => {
  it("is Docker's message without the client's framing, else the error's own", () => {
    assert.equal(dockerReason(answered(404, 'No such container: x')), 'No such container: x');
    assert.equal(dockerReason(new Error('socket hang up')), 'socket hang up');
    assert.equal(dockerReason(Object.assign(new Error('framed'), { json: null })), 'framed');
    assert.equal(dockerReason('boom'), 'boom');
  });
});

describe('dockerStatus', () => {
  it('is the HTTP status of an answer, and of nothing else', () => {
    assert.equal(dockerStatus(answered(404, 'gone')), 404);
    assert.equal(dockerStatus(system('ENOENT')), undefined);
    assert.equal(dockerStatus('boom'), undefined);
  });
});

describe('isContainerGone', () => {
  for (const [error, gone] of [
    [answered(404, 'No such container: g1'), true],
    [answered(409, 'container g1 is not running'), true],
    [answered(500, 'RWLayer of container bdc3804bbd3d is unexpectedly nil'), true],
    [
      answered(
        500,
        'error processing tar file: Error after fallback to chroot: no such file or directory: exit status 1',
      ),
      true,
    ],
    [answered(500, 'no space left on device'), false],
    [system('ENOENT'), false],
  ] as const) {
    it(`is ${String(gone)} for "${error.message.trim()}"`, () => {
      assert.equal(isContainerGone(error), gone);
    });
  }
});

describe('isPortTaken', () => {
  const taken = [
    'driver failed programming external connectivity: Bind for 127.0.0.1:13306 failed: port is already allocated',
    'Error starting userland proxy: listen tcp4 127.0.0.1:13306: bind: address already in use',
    'Ports are not available: exposing port TCP 127.0.0.1:13306 -> 0.0.0.0:0',
  ];
  for (const message of taken) {
    it(`knows "${message}"`, () => {
      assert.equal(isPortTaken(answered(500, message)), true);
    });
  }

  it('is false for other failures', () => {
    assert.equal(isPortTaken(answered(500, 'Address already allocated by the pool')), false);
    assert.equal(isPortTaken(answered(404, 'network not found')), false);
  });
});
