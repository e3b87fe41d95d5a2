import { serverConfig } from '../../node/serverConfig';
import { GaleraError } from '../../vocabulary/errors';
import { sizeInBytes } from '../../vocabulary/traits';
import { type Comments, commentedYaml } from '../commentedYaml';
import type { ExportFacts } from '../exportFacts';

/** The names of what the resource refers to, in the same namespace. */
export function resourceNames(cluster: string): { root: string; rootKey: string; ca: string; data: string } {
  return { root: `${cluster}-root`, rootKey: 'password', ca: `${cluster}-server-ca`, data: `${cluster}-data` };
}

/** What the operator sets by itself, and what is only so in our containers. */
const notHandedOn =
  /^(wsrep|ssl|loose|datadir|socket|pid-file|port|extra-port|bind-address|secure-file-priv|skip-name-resolve|default-storage-engine|binlog-format|innodb-autoinc-lock-mode|require-secure-transport)\b/;

/** The server's options that say how it works, as the cluster has them. */
function serverOptions({ cluster, traits, credentials }: ExportFacts): string {
  const tls = credentials.authority !== undefined;
  const config = serverConfig({ cluster, node: 'g1', address: '', traits, donors: [], sstPassword: '', tls });
  const [, ...lines] = (config.split(/^\[(?!mariadbd)/m)[0] ?? '').split('\n');
  const kept = lines.filter((line) => /^[a-z]/.test(line) && !notHandedOn.test(line));
  return ['[mariadb]', ...kept, ''].join('\n');
}

/**
 * The one image of all nodes.
 *
 * @throws GaleraError `stateUnfit`
 */
function onlyImage({ cluster, nodes }: ExportFacts): string {
  const images = [...new Set(nodes.map(({ image }) => image))];
  const [image] = images;
  if (image === undefined || images.length > 1) {
    throw new GaleraError('stateUnfit', `The nodes of "${cluster}" have different images: ${images.join(', ')}.`, {
      advice: 'The operator runs one: bring all nodes to it first.',
    });
  }
  return image;
}

const gib = 1024 ** 3;
/** For data, in GiB; what they take isn't known here. */
const dataGib = 10;

const heading = `The cluster for mariadb-operator (https://github.com/mariadb-operator/mariadb-operator). README.md tells in which
order to apply what is in this folder.`;

const comments = {
  image: `The operator's containers start by the image's own entrypoint: it has to be the official image, or one made from it.`,
  storage: `For each node. Make it as large as your data, twice, and the gcache.`,
  bootstrapFrom: `Where the data come from, once, when the cluster is made. Without this it begins empty.
FILL IN: put the dump into this claim (data.yaml has one), named backup.YYYY-MM-DDTHH:MM:SSZ.sql, or .sql.gz.
From S3 instead of "volume":
  s3:
    bucket: BUCKET
    prefix: FOLDER
    endpoint: HOST:PORT
    accessKeyIdSecretKeyRef: { name: SECRET, key: access-key-id }
    secretAccessKeySecretKeyRef: { name: SECRET, key: secret-access-key }
    tls: { enabled: true }`,
  even: `Two halves of an even number are no majority each.`,
  sst: `The cluster was filled by mysqldump, through a script of ours that isn't in the image. This is the operator's own way.`,
  tls: `Clients that trust the cluster's authority trust it further on; the operator signs new certificates by it.`,
};

/**
 * The cluster as a `MariaDB` of mariadb-operator.
 *
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/api_reference.md
 *
 * @throws GaleraError `stateUnfit` where the nodes have different images
 */
export function mariadbResource(facts: ExportFacts): string {
  const { cluster, nodes, traits, credentials } = facts;
  const names = resourceNames(cluster);
  const hasTls = credentials.authority !== undefined;
  const isEven = nodes.length % 2 === 0;
  const gcacheGib = Math.ceil((sizeInBytes(traits.gcacheSize) ?? 0) / gib);
  const resource = {
    apiVersion: 'k8s.mariadb.com/v1alpha1',
    kind: 'MariaDB',
    metadata: { name: cluster },
    spec: {
      image: onlyImage(facts),
      replicas: nodes.length,
      ...(isEven ? { replicasAllowEvenNumber: true } : {}),
      rootPasswordSecretKeyRef: { name: names.root, key: names.rootKey },
      storage: { size: `${String(dataGib + gcacheGib)}Gi` },
      bootstrapFrom: {
        volume: { persistentVolumeClaim: { claimName: names.data } },
        backupContentType: 'Logical',
      },
      galera: {
        enabled: true,
        sst: traits.sstMethod === 'mysqldump' ? 'mariabackup' : traits.sstMethod,
        replicaThreads: 4,
        providerOptions: { 'gcache.size': traits.gcacheSize, 'gcache.recover': 'yes' },
      },
      tls: hasTls
        ? { enabled: true, required: true, galeraSSTEnabled: true, serverCASecretRef: { name: names.ca } }
        : { enabled: false },
      myCnf: serverOptions(facts),
    },
  };
  const told: Comments = [
    [['spec', 'image'], comments.image],
    ...(isEven ? ([[['spec', 'replicasAllowEvenNumber'], comments.even]] as const) : []),
    [['spec', 'storage'], comments.storage],
    [['spec', 'bootstrapFrom'], comments.bootstrapFrom],
    ...(traits.sstMethod === 'mysqldump' ? ([[['spec', 'galera', 'sst'], comments.sst]] as const) : []),
    ...(hasTls ? ([[['spec', 'tls'], comments.tls]] as const) : []),
  ];
  return commentedYaml(resource, heading, told);
}
