import type { Access } from '../../src/cluster/docker/access';
import { nodePaths } from '../../src/cluster/node/nodePaths';
import { execute } from './inContainer';

/**
 * Gives a donor's script these options, one a line as in "streams=2", in place of those it had.
 *
 * @throws Error where the node doesn't take them
 */
export async function setSstOptions(access: Access, containerName: string, options: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await execute(
    access,
    containerName,
    `sed -i '/^\\[galera-sst\\]/,$d' ${nodePaths.config} && printf '%s\\n' '[galera-sst]' ${options.join(' ')} >>${nodePaths.config}`,
  );
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
}
