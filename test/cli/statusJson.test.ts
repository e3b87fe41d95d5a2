import assert from 'node:assert/strict';
import { statusJson } from '../../src/cli/statusJson';
import { balancerView, clusterView, nodeView, stateUuid, wsrepStatus } from '../cluster/views';

describe('statusJson', () => {
  it('says of a node in service all there is to say, its keys in their order', () => {
    const text = statusJson([clusterView([nodeView('g1', 'Synced', wsrepStatus())])]);
    const node =
      '{"name":"g1","container":"galera-demo-g1","state":"Synced","clusterStatus":"Primary","clusterSize":3,' +
      '"lastCommitted":12,"host":"127.0.0.1","port":13306,"version":"11.8.6-MariaDB","failure":null,"transfer":null,"istChance":null}';
    assert.equal(
      text,
      `{"clusters":[{"name":"demo","health":"healthy","stateUuid":"${stateUuid}","nodes":[${node}],"foreign":[],"balancer":null}]}`,
    );
  });

  it('keeps every key of a node that says nothing, as null', () => {
    const idle = { ...nodeView('g1', 'Idle'), host: null, port: null };
    const text = statusJson([{ ...clusterView([idle], 'stopped'), stateUuid: null }]);
    const node =
      '{"name":"g1","container":"galera-demo-g1","state":"Idle","clusterStatus":null,"clusterSize":null,' +
      '"lastCommitted":null,"host":null,"port":null,"version":null,"failure":null,"transfer":null,"istChance":null}';
    assert.equal(
      text,
      `{"clusters":[{"name":"demo","health":"stopped","stateUuid":null,"nodes":[${node}],"foreign":[],"balancer":null}]}`,
    );
  });

  it('says where a balancer leads, and what each node is to it', () => {
    const { balancer } = (
      JSON.parse(statusJson([{ ...clusterView([]), balancer: balancerView }])) as {
        clusters: [{ balancer: Record<string, unknown> }];
      }
    ).clusters[0];
    assert.deepEqual(balancer, { ...balancerView, nodes: { g1: 'synced', g2: 'leaving', g3: 'synced' } });
  });

  it('is a document without clusters too', () => {
    assert.equal(statusJson([]), '{"clusters":[]}');
  });
});
