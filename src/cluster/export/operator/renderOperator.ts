import { createPrivateKey } from 'node:crypto';
import { type Authority, authorityPem } from '../../node/authority';
import { commentedYaml, plainYaml } from '../commentedYaml';
import type { ExportFacts } from '../exportFacts';
import type { ExportedFile } from '../writeFolder';
import { mariadbResource, resourceNames } from './mariadbResource';
import { operatorReadme } from './readme';

/** The operator takes keys of elliptic curves in this form only: https://www.rfc-editor.org/rfc/rfc5915 */
function keyPem({ key }: Authority): string {
  const own = createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  return own.export({ format: 'pem', type: 'sec1' }).toString();
}

function opaque(name: string, stringData: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque', stringData };
}

/** The root password, and the cluster's authority with its key: in Kubernetes it is the operator that signs. */
function secrets({ cluster, credentials }: ExportFacts): string {
  const names = resourceNames(cluster);
  const { authority, rootPassword } = credentials;
  const documents = [
    opaque(names.root, { [names.rootKey]: rootPassword }),
    ...(authority === undefined
      ? []
      : [opaque(names.ca, { 'ca.crt': authorityPem(authority), 'ca.key': keyPem(authority) })]),
  ];
  return documents.map((each) => plainYaml(each)).join('---\n');
}

/** A claim for the dump, and a pod through which it gets there. */
function dataClaim({ cluster, nodes }: ExportFacts): string {
  const { data } = resourceNames(cluster);
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: data },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: data },
    spec: {
      containers: [
        {
          name: 'hold',
          image: nodes[0]?.image,
          command: ['sleep', 'infinity'],
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: data } }],
    },
  };
  const text = 'Holds the dump that the cluster is made from. FILL IN: as much as that takes.';
  return `${commentedYaml(claim, text, [])}---\n${plainYaml(pod)}`;
}

/** Manifests for mariadb-operator. */
export function renderOperator(facts: ExportFacts): Promise<readonly ExportedFile[]> {
  const visible = (path: string, content: string): ExportedFile => ({ path, content, secret: false });
  return Promise.resolve([
    visible('README.md', operatorReadme(facts)),
    visible('mariadb.yaml', mariadbResource(facts)),
    visible('data.yaml', dataClaim(facts)),
    { path: 'secrets.yaml', content: secrets(facts), secret: true },
  ]);
}
