import accounts from './script/accounts.sh';
import children from './script/children.sh';
import clients from './script/clients.sh';
import files from './script/files.sh';
import globals from './script/globals.sh';
import grastate from './script/grastate.sh';
import initialise from './script/initialise.sh';
import main from './script/main.sh';
import measure from './script/measure.sh';
import members from './script/members.sh';
import orders from './script/orders.sh';
import position from './script/position.sh';
import prepare from './script/prepare.sh';
import recover from './script/recover.sh';
import report from './script/report.sh';
import requests from './script/requests.sh';
import runServer from './script/runServer.sh';
import say from './script/say.sh';
import serverLog from './script/serverLog.sh';
import setUp from './script/setUp.sh';
import tellState from './script/tellState.sh';
import turn from './script/turn.sh';
import watchStart from './script/watchStart.sh';

/** In the order in which a node goes through them. The first declares what they share, the last runs the others. */
const parts = [
  globals,
  say,
  children,
  files,
  report,
  prepare,
  initialise,
  grastate,
  recover,
  position,
  clients,
  members,
  orders,
  measure,
  requests,
  turn,
  accounts,
  watchStart,
  serverLog,
  tellState,
  runServer,
  setUp,
  main,
];

/** A node's start script: one file, so that a container needs nothing else to begin with. */
export function startScript(): string {
  return parts.join('\n');
}
