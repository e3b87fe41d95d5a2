import arguments_ from './mysqldump/arguments.sh';
import clients from './mysqldump/clients.sh';
import columns from './mysqldump/columns.sh';
import errorLines from './mysqldump/errorLines.sh';
import holdDonor from './mysqldump/holdDonor.sh';
import inventory from './mysqldump/inventory.sh';
import lastSteps from './mysqldump/lastSteps.sh';
import planJobs from './mysqldump/planJobs.sh';
import rows from './mysqldump/rows.sh';
import runJobs from './mysqldump/runJobs.sh';
import schema from './mysqldump/schema.sh';
import systemTables from './mysqldump/systemTables.sh';
import transfer from './mysqldump/transfer.sh';
import triggersAndViews from './mysqldump/triggersAndViews.sh';
import watchJoiner from './mysqldump/watchJoiner.sh';

/** A file that a node needs for state transfers. */
export interface SstFile {
  readonly path: string;
  readonly content: string;
  /** Permission bits. */
  readonly mode: number;
}

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

/** The state-transfer scripts as files to put into a node. */
export function sstScriptFiles(): SstFile[] {
  return [{ path: sstScriptPath, content: parts.join('\n'), mode: 0o755 }];
}
