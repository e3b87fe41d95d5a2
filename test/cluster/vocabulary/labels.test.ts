import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { createAccess } from '../../../src/cluster/docker/access';
import { belongTo, labelFilter, labels, resourceLabels } from '../../../src/cluster/vocabulary/labels';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('labels', () => {
  it('all carry our prefix', () => {
    assert(Object.values(labels).every((label) => label.startsWith('galera-clusters.')));
  });

  it('differ from each other', () => {
    assert.equal(new Set(Object.values(labels)).size, Object.keys(labels).length);
  });
});

describe('resourceLabels', () => {
  it('say whose and what a resource is', () => {
    assert.deepEqual(resourceLabels('demo', 'node', { [labels.node]: 'g1' }), {
      'galera-clusters.managed': 'true',
      'galera-clusters.cluster': 'demo',
      'galera-clusters.node': 'g1',
      'galera-clusters.role': 'node',
      'galera-clusters.schema': '1',
      'com.docker.compose.project': 'galera-demo',
    });
  });

  it("can't be talked out of their own values", () => {
    const own = resourceLabels('demo', 'lock', { [labels.managed]: 'false', [labels.cluster]: 'other' });
    assert.deepEqual(own, resourceLabels('demo', 'lock', {}));
  });
});

describe('labelFilter', () => {
  it("finds all that is ours, or one cluster's", () => {
    assert.deepEqual(labelFilter({}), { label: ['galera-clusters.managed=true'] });
    assert.deepEqual(labelFilter({}, 'demo').label, ['galera-clusters.managed=true', 'galera-clusters.cluster=demo']);
  });

  it('fits what resourceLabels put on', () => {
    const put = Object.entries(resourceLabels('demo', 'clients', { scope: 'a' })).map((pair) => pair.join('='));
    assert(labelFilter({ scope: 'a' }, 'demo').label.every((label) => put.includes(label)));
  });
});

describe('belongTo', () => {
  const node = resourceLabels('demo', 'node', { [labels.test]: '1' });
  const own = resourceLabels('demo', 'node', {});

  it("tells what is a cluster's from what is not", () => {
    assert.equal(belongTo({}, 'demo', own), true);
    assert.equal(belongTo({}, 'other', own), false);
    for (const strange of [{}, null, undefined, { ...own, [labels.managed]: 'false' }]) {
      assert.equal(belongTo({}, 'demo', strange), false);
    }
  });

  it('keeps to a scope', () => {
    assert.equal(belongTo({ [labels.test]: '1' }, 'demo', node), true);
    assert.equal(belongTo({ [labels.test]: '1' }, 'demo', resourceLabels('demo', 'node', {})), false);
    assert.equal(belongTo({ [labels.test]: '2' }, 'demo', node), false);
  });

  it("keeps a person's from what is a test's", () => {
    assert.equal(belongTo({}, 'demo', node), false);
  });
});

describe('createEngine', () => {
  it("marks what a test makes as the test's, and nothing else", () => {
    const docker = new Docker();
    assert.deepEqual(createAccess(docker, silent, { GALERA_TEST: 'host' }).scope, { [labels.test]: 'host' });
    assert.deepEqual(createAccess(docker, silent, { GALERA_TEST: '' }).scope, {});
    assert.deepEqual(createAccess(docker, silent, {}).scope, {});
  });
});
