import type { SstFile } from '../sstRecord';
import arguments_ from './arguments.sh';
import client from './client.pl';
import clients from './clients.sh';
import columns from './columns.sh';
import definitions from './definitions.pl';
import errorLines from './errorLines.sh';
import holdDonor from './holdDonor.sh';
import inventoryProgram from './inventory.pl';
import inventory from './inventory.sh';
import joined from './joined.pl';
import lastSteps from './lastSteps.sh';
import move from './move.pl';
import moveRows from './moveRows.sh';
import objects from './objects.pl';
import plan from './plan.pl';
import prepareJoiner from './prepareJoiner.sh';
import programs from './programs.sh';
import readDonor from './readDonor.sh';
import schema from './schema.pl';
import statements from './statements.pl';
import stream from './stream.pl';
import systemTables from './systemTables.sh';
import transfer from './transfer.sh';
import views from './views.sh';
import walk from './walk.pl';
import watchGcache from './watchGcache.sh';
import watchJoiner from './watchJoiner.sh';
import ways from './ways.pl';

/**
 * The server runs the script of this name from its PATH when wsrep_sst_method is mysqldump. Ours takes the
 * place of the stock one in the node's container; the name has to stay, since the server treats this method
 * specially: the joiner starts fully and the donor's script connects to it.
 */
const sstScriptPath = '/usr/bin/wsrep_sst_mysqldump';

const program = [
  inventoryProgram,
  joined,
  statements,
  definitions,
  schema,
  objects,
  plan,
  client,
  stream,
  walk,
  move,
  ways,
].join('\n');

/** One file in the node, so that the server's name for it is all that a node needs; the last part runs the others. */
const parts = [
  arguments_,
  errorLines,
  clients,
  columns,
  inventory,
  `rows_program() { cat <<'END_OF_PROGRAM'\n${program}\nEND_OF_PROGRAM\n}`,
  programs,
  holdDonor,
  watchGcache,
  watchJoiner,
  prepareJoiner,
  systemTables,
  readDonor,
  moveRows,
  views,
  lastSteps,
  transfer,
];

/** Ours, in the place of the server's own. */
export const mysqldumpScript: SstFile = { path: sstScriptPath, content: parts.join('\n'), mode: 0o755 };
