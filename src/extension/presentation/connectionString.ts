import type { ClusterConnection } from '../../cluster/view/readConnection';

/**
 * A connection URL for one node, or for the balancer's write port where no node is named; undefined where it has no
 * published port. It holds the password: for the
 * clipboard only, never for a view or a log. A cluster with TLS has `ssl-ca` in it, as MySQL Shell writes it.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/connecting-using-uri-or-key-value-pairs.html
 *
 * @param caFile where the cluster's certificate authority was written; undefined for a cluster without TLS.
 */
export function connectionString(
  connection: ClusterConnection,
  node: string | undefined,
  caFile: string | undefined,
): string | undefined {
  const target = node === undefined ? connection.balancer?.write : connection.nodes.find(({ name }) => name === node);
  if (target === undefined) {
    return undefined;
  }
  const account = `${encodeURIComponent(connection.user)}:${encodeURIComponent(connection.password)}`;
  const tls = caFile === undefined ? '' : `/?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encodeURIComponent(caFile)}`;
  return `mysql://${account}@${target.host}:${target.port}${tls}`;
}
