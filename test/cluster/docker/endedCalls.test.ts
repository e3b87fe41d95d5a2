import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { answeringAccess, patient } from './answeringAccess';

describe('BoundedCalls that their signal ends', () => {
  const { calls } = answeringAccess();

  it('ends a read with its signal, and begins none afterwards', async () => {
    let asked = 0;
    const abort = new AbortController();
    const docker = (
      await calls(() => {
        asked += 1;
        abort.abort();
      }, patient)
    ).following(abort.signal);
    const isAborted = (error: unknown): boolean => GaleraError.is(error, 'aborted');
    await assert.rejects(docker.listContainers(), isAborted);
    await assert.rejects(docker.listContainers(), isAborted);
    assert.equal(asked, 1);
  });

  it('waits for what Docker does, aborted or not, while Docker answers', async () => {
    const abort = new AbortController();
    const docker = (
      await calls((_request, response) => {
        abort.abort();
        setTimeout(() => response.writeHead(204).end(), 50);
      }, patient)
    ).following(abort.signal);
    await docker.getContainer('g1').start();
    await docker.getContainer('g1').remove();
  });

  it('leaves what Docker does alone once it is aborted and Docker answers nothing', async () => {
    const abort = new AbortController();
    const docker = (await calls(() => abort.abort(), patient)).following(abort.signal);
    await assert.rejects(docker.getContainer('g1').start(), (error: unknown) => GaleraError.is(error, 'aborted'));
  });

  it('ends a stream that is read with its signal', async () => {
    const abort = new AbortController();
    const docker = (await calls((_request, response) => response.writeHead(200).write('{}\n'), patient)).following(
      abort.signal,
    );
    const events = await docker.getEvents({});
    setTimeout(() => abort.abort(), 50);
    await assert.rejects(text(events));
  });

  it('reads a stream to its end where it is for what takes something back, and ends it once Docker answers nothing', async () => {
    const bounded = await calls((request, response) => {
      if (request.url === '/events') {
        response.writeHead(200).write('a');
        setTimeout(() => response.end('b'), 100);
      } else if (request.url !== '/_ping') {
        response.writeHead(200).write('half of it');
      }
    }, patient);
    const docker = bounded.following(AbortSignal.abort(), 'endOnceSilent');
    assert.equal(await text(await docker.getEvents({})), 'ab');
    await assert.rejects(text(await docker.getContainer('g1').getArchive({ path: '/x' })), (error: unknown) =>
      GaleraError.is(error, 'aborted'),
    );
  });
});
