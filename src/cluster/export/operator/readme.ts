import type { ExportFacts } from '../exportFacts';
import { resourceNames } from './mariadbResource';

/** What the folder's README says: in which order, with which data, and what is different there. */
export function operatorReadme({ cluster, nodes, credentials }: ExportFacts): string {
  const { data } = resourceNames(cluster);
  const hasTls = credentials.authority !== undefined;
  return `# ${cluster}, by mariadb-operator

A MariaDB Galera cluster of ${String(nodes.length)} for Kubernetes, with
[mariadb-operator](https://github.com/mariadb-operator/mariadb-operator) installed there. All goes into one namespace, the one
that \`kubectl\` is set to.

1. Write a dump of the cluster's data. A logical snapshot of it, exported as \`.sql\` or \`.sql.gz\`, is one; so is what
   \`mariadb-dump --single-transaction --routines --events --triggers --databases NAME…\` writes. It mustn't have the
   table \`mysql.global_priv\`: on Galera the accounts in it come to one node only.
2. \`kubectl apply -f secrets.yaml -f data.yaml\`, then
   \`kubectl cp dump.sql ${data}:/data/backup.$(date -u +%Y-%m-%dT%H:%M:%SZ).sql\`. The operator takes files of that name only.
   Then \`kubectl delete pod ${data}\`, since a claim may be for one machine at a time.
3. Look through \`mariadb.yaml\`: FILL IN stands where it can't be known from here. Without \`bootstrapFrom\` the cluster
   begins empty, and steps 1 and 2 need \`secrets.yaml\` only.
4. \`kubectl apply -f mariadb.yaml\`, then \`kubectl get mariadb ${cluster} -w\`.

| In the folder | |
|---|---|
| \`mariadb.yaml\` | the resource |
| \`data.yaml\` | a claim that the dump is put into, and a pod to do so |
| \`secrets.yaml\` | the root password${hasTls ? " and the cluster's authority with its key" : ''}; mode 0600: keep it out of repositories |

## What is different there

- The image has to be the official one, or made from it: the operator starts it by its own entrypoint.
- Accounts: root has the same password. All others are to be made as \`User\` and \`Grant\` resources, or by statement.
- Who founds the cluster after all were down decides the operator, by the highest seqno.
- A node is filled by the image's own scripts, never by ours.
- Sizes are guesses: nothing here knows how much your data take, or what your nodes can spare.${hasTls ? '' : '\n- The cluster was made without TLS, and so is this.'}
- The manifests are checked against the operator's schema, and weren't run on a Kubernetes of yours.
`;
}
