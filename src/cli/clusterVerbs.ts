import { killCluster } from '../cluster/actions/killCluster';
import { killNode } from '../cluster/actions/nodeActions';
import { inspectRecovery, recoverFrom } from '../cluster/actions/recoverCluster';
import { scaleCluster } from '../cluster/actions/scaleCluster';
import { GaleraError } from '../cluster/errors';
import { readCluster, readClusters } from '../cluster/readClusters';
import { type ClusterConnection, readConnection } from '../cluster/readConnection';
import { removeCluster } from '../cluster/removeCluster';
import { startCluster } from '../cluster/startCluster';
import { stopCluster } from '../cluster/stopCluster';
import { UsageError, type VerbName } from './arguments';
import { print, printError } from './print';
import { statusJson } from './statusJson';
import { clusterTable, formatTable } from './table';
import type { Verb, VerbContext } from './verb';

async function start({ engine, name, args, options }: VerbContext): Promise<void> {
  const request = {
    name,
    ...(args.nodes === undefined ? {} : { nodes: args.nodes }),
    ...(args.image === undefined ? {} : { image: args.image }),
    ...(args.sstMethod === undefined ? {} : { sstMethod: args.sstMethod }),
    ...(args.gcacheSize === undefined ? {} : { gcacheSize: args.gcacheSize }),
    ...(args.tls === undefined ? {} : { tls: args.tls }),
  };
  const { how, cluster } = await startCluster(engine, request, options);
  if (how === 'alreadyRunning') {
    printError(`"${name}" is running already.`);
  }
  print(clusterTable(cluster));
}

async function status({ engine, args, options }: VerbContext): Promise<void> {
  const { signal } = options;
  const clusters = args.name === undefined ? await readClusters(engine, signal) : [await readCluster(engine, args.name, signal)];
  if (args.json) {
    print(statusJson(clusters));
  } else if (clusters.length === 0) {
    print('There is no cluster. "galera start" makes one.');
  } else {
    print(clusters.map(clusterTable).join('\n\n'));
  }
}

function requireAuthority({ ca }: ClusterConnection, name: string): string {
  if (ca === null) {
    throw new GaleraError('stateUnfit', `"${name}" was made without TLS and has no certificate authority.`, {
      advice: 'Connect without TLS, or make a new cluster.',
    });
  }
  return ca;
}

async function connect({ engine, name, args, options }: VerbContext): Promise<void> {
  if (args.json && args.ca) {
    throw new UsageError('"connect" takes either --json, which has the CA too, or --ca.');
  }
  const connection = await readConnection(engine, name, options.signal);
  if (args.ca) {
    print(requireAuthority(connection, name).trimEnd());
    return;
  }
  if (args.json) {
    print(JSON.stringify(connection));
    return;
  }
  print(formatTable([['NODE', 'HOST', 'PORT'], ...connection.nodes.map((node) => [node.name, node.host, String(node.port)])]));
  print(`\nuser ${connection.user}, password ${connection.password}`);
  if (connection.ca !== null) {
    print(`\nTLS only. The CA to check the nodes by: galera connect ${name} --ca > ${name}-ca.pem`);
  }
}

async function remove({ engine, name, args, options }: VerbContext): Promise<void> {
  if (!args.yes) {
    throw new UsageError(`Removing "${name}" deletes its data; say --yes to do it.`);
  }
  await removeCluster(engine, name, options);
  print(`"${name}" and its data are removed.`);
}

async function kill({ engine, name, args, options }: VerbContext): Promise<void> {
  if (args.all === (args.subject !== undefined)) {
    throw new UsageError('"kill" takes either a node or --all.');
  }
  if (args.subject === undefined) {
    await killCluster(engine, name, options);
  } else {
    await killNode(engine, { cluster: name, node: args.subject }, options);
  }
}

async function scale({ engine, name, args, options }: VerbContext): Promise<void> {
  const count = Number(args.subject);
  const { nodes } = await readCluster(engine, name, options.signal);
  if (count < nodes.length && !args.yes) {
    throw new UsageError(`Scaling "${name}" down deletes the data of the nodes that go; say --yes to do it.`);
  }
  print(clusterTable(await scaleCluster(engine, name, count, options, args.donor)));
}

async function recover({ engine, name, args, options }: VerbContext): Promise<void> {
  if ((args.bootstrap !== undefined) !== args.acceptLoss) {
    throw new UsageError('Choosing whose data counts can lose what the others hold: --bootstrap NODE needs --accept-loss.');
  }
  if (args.bootstrap !== undefined) {
    print(clusterTable(await recoverFrom(engine, name, args.bootstrap, options)));
    return;
  }
  const { decision, table, reason } = await inspectRecovery(engine, name, options);
  print(table.join('\n'));
  print(
    decision.kind === 'refuse'
      ? `\n${reason ?? ''}\nTo choose knowingly: galera recover ${name} --bootstrap NODE --accept-loss`
      : `\nNothing has to be chosen: galera start ${name} brings it back with all of its data.`,
  );
}

/** The verbs that are about a cluster. */
export const clusterVerbs = {
  start,
  status,
  connect,
  stop: async ({ engine, name, options }) => {
    print(clusterTable(await stopCluster(engine, name, options)));
  },
  remove,
  kill,
  scale,
  recover,
} satisfies Partial<Record<VerbName, Verb>>;
