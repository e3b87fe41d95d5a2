import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { findFreePort } from '../../../src/cluster/docker/freePort';

describe('findFreePort', () => {
  it('passes over a port that something listens on', async () => {
    const port = await findFreePort(new Set());
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    try {
      assert.notEqual(await findFreePort(new Set()), port);
    } finally {
      server.close();
    }
  });

  it('passes over a port that a stopped container will want again', async () => {
    const port = await findFreePort(new Set());
    assert.notEqual(await findFreePort(new Set([port])), port);
  });

  it('stays below the ports that outgoing connections use', async () => {
    const port = await findFreePort(new Set());
    assert(port > 1_024 && port < 32_768, String(port));
  });

  it('says so where none is left', async () => {
    const all = new Set(Array.from({ length: 65_536 }, (_, port) => port));
    await assert.rejects(findFreePort(all), RangeError);
  });
});
