import type Docker from 'dockerode';
import { putFiles } from '../../src/cluster/docker/containerFiles';
import { lastLogLines } from '../../src/cluster/docker/containerLogs';
import type { Access } from '../../src/cluster/docker/access';
import { nodeNames } from '../../src/cluster/vocabulary/names';
import { pause } from '../../src/cluster/async/waitUntil';
import { execute } from '../support/inContainer';
import { ifThere } from './ifThere';
import plainNode from './plainNode.sh';

/** As compose checks a service's health: once a second, the first time a second after its start. */
const healthEveryMs = 1_000;
const healthTries = 180;
const isSynced = `mariadb --skip-column-names -e "SHOW STATUS LIKE 'wsrep_local_state_comment'" | grep -q Synced`;
const recoverPosition = [
  'provider=$(ls /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so 2>/dev/null | head -n 1)',
  'mariadbd --user=mysql --datadir=/var/lib/mysql --wsrep-on=ON --wsrep-provider="$provider" --wsrep-cluster-address=gcomm:// --wsrep-sst-method=mysqldump --binlog-format=ROW --wsrep-recover 2>&1',
].join('; ');
const never = new AbortController().signal;

/** The plain way to run a cluster: containers started one after another, each waited for by its health check. */
export class PlainCluster {
  constructor(
    private readonly access: Access,
    private readonly image: string,
    private readonly prefix: string,
  ) {}

  nameOf(node: string): string {
    return `${this.prefix}-${node}`;
  }

  container(node: string): Docker.Container {
    return this.access.docker.getContainer(this.nameOf(node));
  }

  /** Makes and starts nodes that aren't there yet, one after another; the first bootstraps where asked to. */
  async up(nodes: readonly string[], options: { readonly bootstrap?: boolean } = {}): Promise<void> {
    if (options.bootstrap === true) {
      await this.access.docker.createNetwork({ Name: this.prefix, Labels: { ...this.access.scope } });
    }
    for (const node of nodes) {
      await this.create(node);
      await this.start(
        node,
        options.bootstrap === true && node === nodes[0] ? [{ path: '/bootstrap', content: '' }] : [],
      );
    }
  }

  /** Starts a node's container and waits for its health check. */
  async start(node: string, files: readonly { path: string; content: string }[] = []): Promise<void> {
    const container = this.container(node);
    if (files.length > 0) {
      await putFiles(
        container,
        files.map((file) => ({ ...file, mode: 0o644 })),
      );
    }
    await container.start();
    for (let left = healthTries; left > 0; left--) {
      await pause(healthEveryMs, never);
      if (!(await container.inspect()).State.Running) {
        const log = await lastLogLines(container, 20);
        throw new Error(`${this.nameOf(node)} ended before it was Synced:\n${log.join('\n')}`);
      }
      if ((await execute(this.access, this.nameOf(node), isSynced)).exitCode === 0) {
        return;
      }
    }
    throw new Error(`${this.nameOf(node)} isn't Synced after ${String(healthTries)} checks`);
  }

  /** Where a node that crashed stands, as `uuid:seqno`: read in a container of its own, as one would by hand. */
  async recoveredPosition(node: string): Promise<string> {
    const container = await this.access.docker.createContainer({
      Image: this.image,
      Entrypoint: ['bash', '-c', recoverPosition],
      Cmd: [],
      Tty: true,
      Labels: { ...this.access.scope },
      HostConfig: { Binds: [`${this.nameOf(node)}:/var/lib/mysql`] },
    });
    await container.start();
    await container.wait();
    const output = (await container.logs({ stdout: true, stderr: true, follow: false })).toString('utf8');
    await container.remove({ v: true });
    const position = /Recovered position: *([0-9a-f-]{36}:-?\d+)/.exec(output)?.[1];
    if (position === undefined) {
      throw new Error(`${node} has no recovered position: ${output}`);
    }
    return position;
  }

  /** Removes whatever is there of it. */
  async remove(): Promise<void> {
    const { docker } = this.access;
    for (const node of nodeNames(9)) {
      await ifThere(this.container(node).remove({ force: true, v: true }));
      await ifThere(docker.getVolume(this.nameOf(node)).remove());
    }
    await ifThere(docker.getNetwork(this.prefix).remove());
  }

  private async create(node: string): Promise<void> {
    const name = this.nameOf(node);
    const labels = { ...this.access.scope };
    await this.access.docker.createVolume({ Name: name, Labels: labels });
    await this.access.docker.createContainer({
      name,
      Hostname: node,
      Image: this.image,
      Entrypoint: ['bash', '-c', plainNode],
      Cmd: [],
      StopTimeout: 60,
      Labels: labels,
      Env: [`PEERS=gcomm://${nodeNames(5).join(',')}`, 'SST_USER=sst', 'SST_PASSWORD=benchmark'],
      HostConfig: { Binds: [`${name}:/var/lib/mysql`], NetworkMode: this.prefix },
      NetworkingConfig: { EndpointsConfig: { [this.prefix]: { Aliases: [node] } } },
    });
  }
}
