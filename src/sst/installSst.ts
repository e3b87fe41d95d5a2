import sstMysqldump from './wsrepSstMysqldump.sh';

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

/** The state-transfer scripts as files to put into a node. */
export function sstScriptFiles(): SstFile[] {
  return [{ path: sstScriptPath, content: sstMysqldump, mode: 0o755 }];
}
