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

/** What every node does, whoever decides when it may start. The order doesn't matter: these only say what there is. */
const parts = [
  say,
  children,
  files,
  prepare,
  initialise,
  grastate,
  recover,
  position,
  clients,
  members,
  accounts,
  watchStart,
  serverLog,
  tellState,
  runServer,
  setUp,
];

/** How a node of ours tells what it holds, and waits for the engine's orders. */
const attended = [report, orders, measure, requests, turn];

/**
 * A node's start script: one file, so that a container needs nothing else to begin with.
 *
 * @param waiting the parts by which it tells what it holds (`report`, `journal`), waits until it may start
 * (`await_turn`), and does what is to be done beside a server (`answer_requests`).
 */
export function startScript(waiting: readonly string[] = attended): string {
  return [globals, ...parts, ...waiting, main].join('\n');
}
