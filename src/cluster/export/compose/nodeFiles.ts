import { formatMemberList, nodePorts } from '../../members/memberList';
import { authorityPem, issueNodeCertificate } from '../../node/authority';
import { accountsSql, formatCredentials } from '../../node/credentials';
import notify from '../../node/notify.sh';
import { serverConfig } from '../../node/serverConfig';
import { startScript } from '../../node/startScript';
import { timeOfDay } from '../../vocabulary/timeOfDay';
import { sstScriptFiles } from '../../../sst/installSst';
import type { ExportFacts } from '../exportFacts';
import type { ExportedFile } from '../writeFolder';
import decide from './script/decide.sh';
import health from './script/health.sh';
import report from './script/report.sh';
import start from './script/start.sh';
import turn from './script/turn.sh';

/** Nobody renews what was handed on, so it has to last. */
const certificateDays = 3650;

/** What start.sh puts the password in the place of. */
const passwordMark = '@SST_PASSWORD@';

/** What a node runs: the start script of our own nodes, which waits for its peers' word in place of the engine's. */
function unattendedScript(): string {
  return startScript([report, decide, turn]);
}

function plain(path: string, content: string): ExportedFile {
  return { path: `galera/${path}`, content, secret: false };
}

function secret(name: string, content: string): ExportedFile {
  return { path: `secrets/${name}`, content, secret: true };
}

/** Any other node may fill one, the first at last: clients write to it unless told otherwise. */
function donorsFor(node: string, nodes: readonly string[]): string[] {
  return nodes
    .filter((each) => each !== node)
    .slice(1)
    .reverse();
}

async function certificateFiles(facts: ExportFacts, node: string, now: Date): Promise<ExportedFile[]> {
  const { authority } = facts.credentials;
  if (authority === undefined) {
    return [];
  }
  // The others and clients know it by its service's name or as 127.0.0.1: its address is Docker's to give.
  const identity = { cluster: facts.cluster, node, container: node, address: '127.0.0.1' };
  const { certificate, key, expires } = await issueNodeCertificate(authority, identity, now, certificateDays);
  return [
    plain(`tls/${node}.pem`, certificate),
    plain(`tls/${node}.expires`, `${String(Math.floor(expires.getTime() / 1000))}\n`),
    secret(`${node}.key`, key),
  ];
}

/**
 * What the nodes of an exported cluster are made of, all under galera/ and secrets/: scripts, the servers' options,
 * accounts, certificates. The authority's key isn't handed on.
 */
export async function composeNodeFiles(facts: ExportFacts, now: Date): Promise<ExportedFile[]> {
  const { cluster, traits, credentials } = facts;
  const { authority, ...passwords } = credentials;
  const nodes = facts.nodes.map(({ name }) => name);
  const config = (node: string): string =>
    serverConfig({
      cluster,
      node,
      address: node,
      traits,
      donors: donorsFor(node, nodes),
      sstPassword: passwordMark,
      tls: authority !== undefined,
    });
  const members = nodes.map((node) => ({ node, address: node, ...nodePorts }));
  const certificates = await Promise.all(nodes.map((node) => certificateFiles(facts, node, now)));
  return [
    plain('start.sh', start),
    plain('node.sh', unattendedScript()),
    plain('health.sh', health),
    plain('notify', notify),
    ...sstScriptFiles().map(({ path, content }) => plain(path.slice(path.lastIndexOf('/') + 1), content)),
    plain('members', formatMemberList(members, timeOfDay())),
    ...nodes.map((node) => plain(`${node}.cnf`, config(node))),
    ...(authority === undefined ? [] : [plain('tls/ca.pem', authorityPem(authority))]),
    ...certificates.flat(),
    secret('credentials', formatCredentials(passwords)),
    secret('accounts.sql', accountsSql(credentials, traits.sstMethod)),
    secret('root_password', `${credentials.rootPassword}\n`),
  ];
}
