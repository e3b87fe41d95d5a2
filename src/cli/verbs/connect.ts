import { GaleraError } from '../../cluster/vocabulary/errors';
import type { ClusterConnection } from '../../cluster/view/readConnection';
import { print } from '../print';
import { formatTable } from '../table';
import { UsageError } from '../usageError';
import type { Verb } from '../verb';
import { nameOrDemo } from '../words';

function requireAuthority({ ca }: ClusterConnection, name: string): string {
  if (ca === null) {
    throw new GaleraError('stateUnfit', `"${name}" was made without TLS and has no certificate authority.`, {
      advice: 'Connect without TLS, or make a new cluster.',
    });
  }
  return ca;
}

function printConnection({ balancer, nodes, user, password, ca }: ClusterConnection, name: string): void {
  if (balancer !== null) {
    const rows = Object.entries(balancer).map(([port, { host, port: number }]) => [port, host, String(number)]);
    print(`${formatTable([['BALANCER', 'HOST', 'PORT'], ...rows])}\n`);
  }
  print(formatTable([['NODE', 'HOST', 'PORT'], ...nodes.map((node) => [node.name, node.host, String(node.port)])]));
  print(`\nuser ${user}, password ${password}`);
  if (ca !== null) {
    print(`\nTLS only. The CA to check the nodes by: galera connect ${name} --ca > ${name}-ca.pem`);
  }
}

export const connect: Verb = {
  name: 'connect',
  synopsis: '[NAME] [--json | --ca]',
  purpose: 'show hosts, ports, user and password, or the CA certificate',
  group: 'watching',
  examples: [
    { line: 'connect shop --json', does: 'hosts, ports, user, password and CA, as a document for scripts' },
    { line: 'connect shop --ca', does: 'the certificate authority, to be put into a file' },
  ],
  define: (command, run) =>
    command
      .addArgument(nameOrDemo)
      .option('--json', 'one JSON document, for scripts')
      .option('--ca', 'only the certificate authority, as PEM')
      .action((name, { json, ca }) => {
        if (json === true && ca === true) {
          throw new UsageError('"connect" takes either --json, which has the CA too, or --ca.');
        }
        return run(async ({ access, options }) => {
          const { readConnection } = await import('../../cluster/view/readConnection');
          const connection = await readConnection(access, name, options.signal);
          if (ca === true) {
            print(requireAuthority(connection, name).trimEnd());
          } else if (json === true) {
            print(JSON.stringify(connection));
          } else {
            printConnection(connection, name);
          }
        });
      }),
};
