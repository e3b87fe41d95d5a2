import type { SstFile } from '../sstRecord';
import arguments_ from './arguments.sh';
import clients from './clients.sh';
import columns from './columns.sh';
import errorLines from './errorLines.sh';
import holdDonor from './holdDonor.sh';
import inventory from './inventory.sh';
import lastSteps from './lastSteps.sh';
import planJobs from './planJobs.sh';
import rows from './rows.sh';
import runJobs from './runJobs.sh';
import schema from './schema.sh';
import systemTables from './systemTables.sh';
import transfer from './transfer.sh';
import triggersAndViews from './triggersAndViews.sh';
import watchJoiner from './watchJoiner.sh';

/**
 * The server runs the script of this name from its PATH when wsrep_sst_method is mysqldump. Ours takes the
 * place of the stock one in the node's container; the name has to stay, since the server treats this method
 * specially: the joiner starts fully and the donor's script connects to it.
 */
const sstScriptPath = '/usr/bin/wsrep_sst_mysqldump';

/** One file in the node, so that the server's name for it is all that a node needs; the last part runs the others. */
const parts = [
  arguments_,
  errorLines,
  clients,
  columns,
  inventory,
  holdDonor,
  watchJoiner,
  schema,
  planJobs,
  rows,
  systemTables,
  runJobs,
  triggersAndViews,
  lastSteps,
  transfer,
];

/** Ours, in the place of the server's own. */
export const mysqldumpScript: SstFile = { path: sstScriptPath, content: parts.join('\n'), mode: 0o755 };
