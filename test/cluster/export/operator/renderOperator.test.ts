import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, it } from 'mocha';
import { parseAllDocuments } from 'yaml';
import type { ExportFacts } from '../../../../src/cluster/export/exportFacts';
import { renderOperator } from '../../../../src/cluster/export/operator/renderOperator';
import { defaultTraits } from '../../../../src/cluster/vocabulary/traits';
import { secretsOf, shopFacts } from '../exportFacts';

type Schema = Record<string, unknown>;

/** A property that the schema doesn't know Kubernetes refuses or drops; validators let it pass unless they are told. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(strict);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const entries = Object.entries(schema).map(([key, value]) => [key, strict(value)]);
  const made = Object.fromEntries(entries) as Schema;
  return 'properties' in made && made['type'] === 'object' ? { ...made, additionalProperties: false } : made;
}

const published = JSON.parse(readFileSync(new URL('schema/mariadb.json', import.meta.url), 'utf8')) as Schema;
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
  strict(published) as Schema,
);

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown>;
  stringData: Record<string, string>;
}

interface Manifests {
  readonly resource: Manifest;
  readonly secrets: readonly Manifest[];
  readonly data: readonly Manifest[];
  readonly visible: string;
}

async function rendered(facts: ExportFacts): Promise<Manifests> {
  const files = await renderOperator(facts);
  const read = (path: string): Manifest[] => {
    const { content } = files.find((file) => file.path === path) ?? assert.fail(path);
    // As Kubernetes reads it.
    return parseAllDocuments(content, { version: '1.1' }).map((document) => document.toJS() as Manifest);
  };
  assert.deepEqual(
    files.filter(({ secret }) => secret).map(({ path }) => path),
    ['secrets.yaml'],
  );
  return {
    resource: read('mariadb.yaml')[0] ?? assert.fail(),
    secrets: read('secrets.yaml'),
    data: read('data.yaml'),
    visible: files.flatMap(({ secret, content }) => (secret ? [] : [content])).join(),
  };
}

function assertValid(resource: unknown): void {
  assert(validate(resource), JSON.stringify(validate.errors));
}

describe('renderOperator', () => {
  it('makes a resource that is valid against the published schema, with what the cluster is', async () => {
    const { resource } = await rendered(await shopFacts());
    assertValid(resource);
    const { galera, tls, image, replicas, myCnf, bootstrapFrom } = resource.spec;
    assert.deepEqual([image, replicas], ['mariadb:11.8', 3]);
    assert.deepEqual(galera, {
      enabled: true,
      sst: 'mariabackup',
      replicaThreads: 4,
      providerOptions: { 'gcache.size': '128M', 'gcache.recover': 'yes' },
    });
    assert.deepEqual(tls, {
      enabled: true,
      required: true,
      galeraSSTEnabled: true,
      serverCASecretRef: { name: 'shop-server-ca' },
    });
    assert.match(String(myCnf), /^\[mariadb\]\ninnodb-flush-log-at-trx-commit=1\n/);
    assert.doesNotMatch(String(myCnf), /wsrep|ssl|\/var\/lib|password/);
    assert.deepEqual(bootstrapFrom, {
      volume: { persistentVolumeClaim: { claimName: 'shop-data' } },
      backupContentType: 'Logical',
    });
  });

  it('would be told of a property that the schema has not', async () => {
    const { resource } = await rendered(await shopFacts());
    assert(!validate({ ...resource, spec: { ...resource.spec, replica: 3 } }));
    assert(!validate({ ...resource, spec: { ...resource.spec, galera: { enabled: true, sst: 'xtrabackup' } } }));
  });

  const others: [what: string, more: Partial<ExportFacts>, tls: boolean, expected: object][] = [
    ['without TLS', {}, false, { tls: { enabled: false } }],
    [
      'filled by rsync',
      { traits: { ...defaultTraits, sstMethod: 'rsync', gcacheSize: '4G' } },
      true,
      { storage: { size: '14Gi' } },
    ],
    [
      'with an even number of nodes',
      { nodes: ['g1', 'g2'].map((name) => ({ name, image: 'mariadb:11.8', port: 1 })) },
      true,
      { replicas: 2, replicasAllowEvenNumber: true },
    ],
  ];
  for (const [what, more, tls, expected] of others) {
    it(`makes a valid resource of a cluster ${what}`, async () => {
      const { resource } = await rendered(await shopFacts(more, tls));
      assertValid(resource);
      for (const [key, value] of Object.entries(expected)) {
        assert.deepEqual(resource.spec[key], value);
      }
    });
  }

  it('has what the resource refers to, secrets in their own file only', async () => {
    const facts = await shopFacts();
    const { resource, secrets, data, visible } = await rendered(facts);
    assert.deepEqual(
      [...secrets, ...data].map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      ['Secret shop-root', 'Secret shop-server-ca', 'PersistentVolumeClaim shop-data', 'Pod shop-data'],
    );
    const { name, key } = resource.spec['rootPasswordSecretKeyRef'] as { name: string; key: string };
    assert.equal(secrets.find((each) => each.metadata.name === name)?.stringData[key], facts.credentials.rootPassword);
    assert.deepEqual(
      secretsOf(facts.credentials).filter((each) => visible.includes(each)),
      [],
    );
  });

  it("hands the cluster's authority on in the form that the operator reads", async () => {
    const { secrets } = await rendered(await shopFacts());
    const { 'ca.crt': certificate = '', 'ca.key': key = '' } = secrets[1]?.stringData ?? {};
    assert.match(key, /^-----BEGIN EC PRIVATE KEY-----\n/);
    assert(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)));
    assert.equal((await rendered(await shopFacts({}, false))).secrets.length, 1);
  });

  it('refuses nodes of different images', async () => {
    const nodes = ['10.11', '11.8'].map((tag, index) => ({ name: `g${index + 1}`, image: `mariadb:${tag}`, port: 1 }));
    await assert.rejects(async () => renderOperator(await shopFacts({ nodes })), {
      code: 'stateUnfit',
      message: 'The nodes of "shop" have different images: mariadb:10.11, mariadb:11.8.',
    });
  });
});
