import { waitUntil } from '../../src/cluster/async/waitUntil';
import type { Access } from '../../src/cluster/docker/access';
import { execute } from './inContainer';
import { nodeContainer, untilDone } from './testAccess';

/** Makes the SST script of possible donors wait once it has begun, so that there is time to kill someone. */
export async function slowTransfers(
  access: Access,
  cluster: string,
  donors: readonly string[],
): Promise<{
  /** The donor, once it has begun. */
  begun(): Promise<string>;
  end(): Promise<void>;
}> {
  for (const donor of donors) {
    await execute(
      access,
      `galera-${cluster}-${donor}`,
      "sed -i '2i touch /tmp/sst-begun; while [ ! -e /tmp/sst-go ]; do sleep 0.1; done' /usr/bin/wsrep_sst_mysqldump",
    );
  }
  const has = async (donor: string): Promise<boolean> =>
    (await nodeContainer(access, cluster, donor).inspect()).State.Running &&
    (await execute(access, `galera-${cluster}-${donor}`, 'test -e /tmp/sst-begun')).exitCode === 0;
  return {
    begun: () =>
      waitUntil(
        { signal: untilDone, what: 'a transfer to begin', deadlineMs: 60_000, details: () => Promise.resolve([]) },
        async () => {
          const having = await Promise.all(donors.map(has));
          const donor = donors.find((_, index) => having[index]);
          return donor === undefined ? 'notYet' : { done: donor };
        },
      ),
    async end() {
      for (const donor of donors) {
        if ((await nodeContainer(access, cluster, donor).inspect()).State.Running) {
          await execute(
            access,
            `galera-${cluster}-${donor}`,
            "touch /tmp/sst-go; sed -i '2d' /usr/bin/wsrep_sst_mysqldump; sleep 0.3; rm -f /tmp/sst-begun /tmp/sst-go",
          );
        }
      }
    },
  };
}
