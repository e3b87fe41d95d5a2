import { sstMethodNames, sstMethods } from './methods';
import type { SstFile } from './sstRecord';

/** Our state-transfer scripts as files to put into a node: those of every method that has any. */
export function sstScriptFiles(): SstFile[] {
  return sstMethodNames.flatMap((method) => sstMethods[method].files);
}
