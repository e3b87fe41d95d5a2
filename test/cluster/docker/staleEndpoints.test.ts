import assert from 'node:assert/strict';
import type Docker from 'dockerode';
import { describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import { forgetStaleEndpoints, isEndpointTaken, removeNetwork } from '../../../src/cluster/docker/staleEndpoints';

/** What a Docker does that was out of room in one moment: no real one does it whenever a test wants it to. */
class MuddledNetwork {
  readonly did: string[] = [];

  constructor(
    private readonly there: Record<string, { Name: string }>,
    private readonly containers: readonly string[] = [],
  ) {}

  inspect(): Promise<object> {
    return Promise.resolve({ Containers: this.there });
  }

  disconnect({ Container: name, Force: force }: { Container: string; Force: boolean }): Promise<void> {
    const [id = ''] = Object.entries(this.there).find(([, { Name: each }]) => each === name) ?? [];
    Reflect.deleteProperty(this.there, id);
    this.did.push(`disconnect ${name} ${force ? 'by force' : ''}`);
    return Promise.resolve();
  }

  remove(): Promise<void> {
    if (Object.keys(this.there).length > 0) {
      const json = { message: 'error while removing network: network demo id x has active endpoints' };
      return Promise.reject(Object.assign(new Error('(HTTP code 403)'), { statusCode: 403, json }));
    }
    this.did.push('remove');
    return Promise.resolve();
  }

  get access(): Access {
    const getContainer = (name: string): object => ({
      inspect: () =>
        this.containers.includes(name)
          ? Promise.resolve({})
          : Promise.reject(Object.assign(new Error('gone'), { statusCode: 404 })),
    });
    return { docker: { getContainer }, log: { warn: () => undefined } } as unknown as Access;
  }

  get network(): Docker.Network {
    return this as unknown as Docker.Network;
  }
}

describe('What Docker has in a network though it is gone', () => {
  it("is what it has an id of its own for and no container; anybody else's stays", async () => {
    const muddled = new MuddledNetwork(
      { 'ep-1': { Name: 'galera-demo-g1' }, 'ep-2': { Name: 'galera-demo-g2' }, f00: { Name: 'galera-demo-g3' } },
      ['galera-demo-g2'],
    );
    await forgetStaleEndpoints(muddled.access, muddled.network);
    assert.deepEqual(muddled.did, ['disconnect galera-demo-g1 by force']);
  });

  it('keeps no network from being removed', async () => {
    const muddled = new MuddledNetwork({ 'ep-1': { Name: 'galera-demo-g1' } });
    await removeNetwork(muddled.access, muddled.network);
    assert.deepEqual(muddled.did, ['disconnect galera-demo-g1 by force', 'remove']);
  });

  it('lets a network stay that somebody is in', async () => {
    const muddled = new MuddledNetwork({ f00: { Name: 'galera-demo-g1' } }, ['galera-demo-g1']);
    await assert.rejects(removeNetwork(muddled.access, muddled.network));
    assert.deepEqual(muddled.did, []);
  });

  it('is known by what Docker says at a start', () => {
    const said = (message: string): Error => Object.assign(new Error(message), { statusCode: 403, json: { message } });
    const taken = 'endpoint with name galera-demo-g1 already exists in network galera-demo-clients';
    assert.equal(isEndpointTaken(said(taken)), true);
    assert.equal(isEndpointTaken(said('port is already allocated')), false);
  });
});
