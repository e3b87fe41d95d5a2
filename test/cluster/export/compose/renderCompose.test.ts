import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { renderCompose } from '../../../../src/cluster/export/compose/renderCompose';
import type { ExportFacts } from '../../../../src/cluster/export/exportFacts';
import { defaultTraits } from '../../../../src/cluster/vocabulary/traits';
import { exportedAt, secretsOf, shopFacts } from '../exportFacts';

interface Service {
  image: string;
  entrypoint: string[];
  ports: string[];
  secrets: string[];
  restart: string;
  volumes: unknown[];
}

interface ComposeFile {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, null>;
}

async function rendered(facts: ExportFacts): Promise<Map<string, { content: string; secret: boolean }>> {
  return new Map((await renderCompose(facts, exportedAt)).map((file) => [file.path, file]));
}

describe('renderCompose', () => {
  it('has a service, a volume and a port for each node, with the image that each has', async () => {
    const facts = await shopFacts();
    const nodes = facts.nodes.map((node, index) => (index === 2 ? { ...node, image: 'mariadb:10.11' } : node));
    const files = await rendered({ ...facts, nodes });
    const text = files.get('compose.yaml')?.content ?? '';
    const { services, secrets, volumes } = parse(text, { merge: true }) as ComposeFile;
    assert.deepEqual(Object.keys(services), ['g1', 'g2', 'g3']);
    assert.deepEqual(
      Object.values(services).map(({ image }) => image),
      ['mariadb:11.8', 'mariadb:11.8', 'mariadb:10.11'],
    );
    assert.deepEqual(services['g2']?.entrypoint, ['bash', '/galera/start.sh', 'g2']);
    assert.deepEqual(services['g2']?.ports, ['127.0.0.1:${G2_PORT}:3306']);
    assert.equal(services['g2']?.restart, 'unless-stopped');
    assert.deepEqual(Object.keys(volumes), ['g1-data', 'g2-data', 'g3-data', 'guard']);
    for (const name of Object.values(services).flatMap((service) => service.secrets)) {
      assert(files.has(secrets[name]?.file.slice(2) ?? ''), name);
    }
    assert.match(files.get('.env')?.content ?? '', /^COMPOSE_PROJECT_NAME=shop$[^]*^G1_PORT=13306$/m);
    assert(!/^(version|name):/m.test(text), 'compose v2 warns of the one, 1.29 knows the other not');
  });

  for (const tls of [true, false]) {
    it(`has no secret in a file that others may read, ${tls ? 'with' : 'without'} TLS`, async () => {
      const facts = await shopFacts({}, tls);
      const files = await rendered(facts);
      for (const [path, { content, secret }] of files) {
        assert.equal(secret, path.startsWith('secrets/'), path);
        const found = secretsOf(facts.credentials).filter((each) => content.includes(each));
        assert.deepEqual(secret ? [] : found, [], path);
        assert(!content.includes(facts.credentials.authority?.key ?? 'no key'), `the authority's key is in ${path}`);
      }
      assert.equal([...files.keys()].filter((path) => /tls|\.key$/.test(path)).length, tls ? 10 : 0);
    });
  }

  it("has certificates of the cluster's authority that last, for the names by which nodes are reached", async () => {
    const files = await rendered(await shopFacts());
    const read = (path: string): X509Certificate => new X509Certificate(files.get(path)?.content ?? '');
    const node = read('galera/tls/g2.pem');
    assert(node.checkIssued(read('galera/tls/ca.pem')));
    assert.equal(node.checkHost('g2'), 'g2');
    assert.equal(node.checkIP('127.0.0.1'), '127.0.0.1');
    assert(new Date(node.validTo).getUTCFullYear() >= 2036);
  });

  it('has the options that the cluster has', async () => {
    const traits = { ...defaultTraits, sstMethod: 'mariabackup', gcacheSize: '512M' } as const;
    const config = (await rendered(await shopFacts({ traits }))).get('galera/g3.cnf')?.content ?? '';
    assert.match(config, /^wsrep-sst-method=mariabackup$/m);
    assert.match(config, /gcache\.size=512M;/);
    assert.match(config, /^wsrep-node-address=g3$/m);
    assert.match(config, /^wsrep-sst-donor=g2,$/m);
  });

  it('gives a port of its own to a node whose container is gone', async () => {
    const { nodes } = await shopFacts();
    const gone = nodes.map((node, index) => (index === 0 ? { ...node, port: undefined } : node));
    const taken = gone.map((node, index) => (index === 1 ? { ...node, port: 13306 } : node));
    const { content = '' } = (await rendered(await shopFacts({ nodes: taken }))).get('.env') ?? {};
    assert.equal(new Set(content.match(/(?<=_PORT=)\d+/g)).size, 3);
  });

  it('has scripts that bash reads without a complaint', async () => {
    const files = await rendered(await shopFacts());
    for (const path of ['start.sh', 'node.sh', 'health.sh', 'notify', 'wsrep_sst_mysqldump']) {
      const input = files.get(`galera/${path}`)?.content ?? '';
      const { status, stderr } = spawnSync('bash', ['-n'], { encoding: 'utf8', input });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' }, path);
      assert(input.startsWith('#!/bin/bash\n'), path);
    }
  });
});
