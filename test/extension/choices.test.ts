import assert from 'node:assert/strict';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import { connectionString } from '../../src/extension/presentation/connectionString';
import { describeFailure } from '../../src/extension/presentation/failure';
import { startCandidates } from '../../src/extension/presentation/startChoice';
import { cluster, healthy, node } from './views';

describe('startCandidates', () => {
  const stopped = cluster('old', 'stopped', [node(1, 'Idle')]);

  it('leaves nothing to ask where there is no other cluster to start', () => {
    assert.deepEqual(startCandidates('shop', []), [{ name: 'shop', existing: undefined }]);
    assert.deepEqual(startCandidates('shop', [healthy]), [{ name: 'shop', existing: undefined }]);
    assert.deepEqual(startCandidates('old', [stopped]), [{ name: 'old', existing: stopped }]);
    const starting = cluster('new', 'starting', [node(1, 'Starting')]);
    assert.deepEqual(startCandidates('shop', [starting]), [{ name: 'shop', existing: undefined }]);
  });

  it("offers this workspace's cluster first, then the others of which no node runs", () => {
    assert.deepEqual(
      startCandidates('shop', [healthy, stopped]).map(({ name }) => name),
      ['shop', 'old'],
    );
  });
});

describe('describeFailure', () => {
  it('says what happened and what to do next', () => {
    const error = new GaleraError('dockerDown', "Docker doesn't answer.", { advice: 'Start Docker.' });
    assert.deepEqual(describeFailure(error), {
      message: "Docker doesn't answer. Start Docker.",
      retry: true,
      recover: false,
      setting: undefined,
    });
  });

  it("gives the guard's reason and offers Recover, not Retry, which would be refused again", () => {
    assert.deepEqual(describeFailure(new GaleraError('refused', 'g2 may hold newer data.')), {
      message: 'g2 may hold newer data.',
      retry: false,
      recover: true,
      setting: undefined,
    });
  });

  it('leads to the setting that was the cause', () => {
    assert.equal(describeFailure(new GaleraError('imageWithoutGalera', 'No Galera.')).setting, 'galera.image');
    assert.equal(describeFailure(new GaleraError('badNodeCount', 'Ten.')).setting, 'galera.nodes');
  });
});

describe('connectionString', () => {
  const connection = {
    user: 'root',
    password: 'p@ss/word',
    ca: null,
    balancer: { write: { host: '127.0.0.1', port: 33069 }, read: { host: '127.0.0.1', port: 33070 } },
    nodes: [
      { name: 'g1', host: '127.0.0.1', port: 33061 },
      { name: 'g2', host: '127.0.0.1', port: 33062 },
    ],
  };

  it("is the named node's", () => {
    assert.equal(connectionString(connection, 'g2', undefined), 'mysql://root:p%40ss%2Fword@127.0.0.1:33062');
  });

  it("is the balancer's write port where no node is named, and nothing where there is none", () => {
    const url = 'mysql://root:p%40ss%2Fword@127.0.0.1:33069';
    assert.equal(connectionString(connection, undefined, undefined), url);
    assert.equal(connectionString({ ...connection, balancer: null }, undefined, undefined), undefined);
  });

  it('names the file of the certificate authority where there is one', () => {
    assert.equal(
      connectionString(connection, 'g1', '/home/me/my files/demo.pem'),
      'mysql://root:p%40ss%2Fword@127.0.0.1:33061/?ssl-mode=VERIFY_IDENTITY&ssl-ca=%2Fhome%2Fme%2Fmy%20files%2Fdemo.pem',
    );
  });

  it('is nothing where the node has no port', () => {
    assert.equal(connectionString(connection, 'g3', undefined), undefined);
  });
});
