import type { Connection } from 'mysql2/promise';
import { rebuildNode } from '../../src/cluster/operations/rebuildNode';
import type { Access, OperationOptions } from '../../src/cluster/docker/access';
import { labelFilter, labels } from '../../src/cluster/vocabulary/labels';
import { nodePaths } from '../../src/cluster/node/nodePaths';
import { readConnection } from '../../src/cluster/view/readConnection';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { openConnection } from '../../src/cluster/sql/openConnection';
import { addNode } from '../support/addNode';
import { execute } from '../support/inContainer';
import { untilStates } from '../support/nodeStates';
import { withoutBoots } from '../support/plainLog';
import { setSstOptions } from '../support/sstOptions';
import { dropCluster } from '../support/testAccess';
import { type Settings, settingOptions, settingStatements } from './settings';

/** How one transfer is to go. */
export interface Plan {
  readonly donor: Settings;
  readonly joiner: Settings;
  /** Bytes below which the script sends a table as a dump. */
  readonly dumpBelow: number;
  /** Bytes above which it sends a table in ranges of its key, of so many each; 0 for what it does by itself. */
  readonly rangeAbove: number;
  readonly streams: number;
}

export const plainPlan: Plan = { donor: {}, joiner: {}, dumpBelow: 1_048_576, rangeAbove: 0, streams: 2 };

const connectTimeoutMs = 30_000;
const refillMs = 420_000;
const pollMs = 1_000;
const connectionsEach = 4;

/** Nothing here has to outlive a power cut. */
const lazily = ['--debug-no-sync', '--loose-innodb-flush-method=nosync'];

/**
 * Takes the server's place in the path and starts it with a file's options, one a line; not where it makes the
 * accounts.
 */
const wrapper = `#!/bin/bash
case " $* " in *' --bootstrap '*) ;; *) mapfile -t options </etc/fidelity-options ;; esac
for server in /usr/sbin/mariadbd /usr/bin/mariadbd; do [ ! -x "$server" ] || exec "$server" "$@" "\${options[@]}"; done`;

/** A donor and a joiner, which is filled again and again. */
export class TwoNodes {
  private joinerThere = false;
  private donorSettings: Settings = {};

  private constructor(
    private readonly access: Access,
    private readonly name: string,
    private readonly to: string,
    private readonly options: Omit<OperationOptions, 'signal'>,
  ) {}

  /** Starts the donor on one image; the joiner will be on the other. */
  static async start(
    access: Access,
    name: string,
    { from, to }: { readonly from: string; readonly to: string },
    options: OperationOptions,
  ): Promise<TwoNodes> {
    await dropCluster(access, name);
    const nodes = new TwoNodes(access, name, to, options);
    await nodes.makeImage(from, nodes.imageOf('donor'), {});
    await startCluster(access, { name, nodes: 1, image: nodes.imageOf('donor') }, options);
    const [connection] = await nodes.connect('g1', 1);
    await connection?.query('SET SESSION wsrep_on = OFF');
    await connection?.query("INSTALL SONAME 'ha_blackhole'");
    await connection?.end();
    return nodes;
  }

  async remove(): Promise<void> {
    await dropCluster(this.access, this.name);
    for (const image of ['donor', 'joiner'] as const) {
      await this.access.docker
        .getImage(this.imageOf(image))
        .remove({ force: true })
        .catch(() => undefined);
    }
    await this.removePrepared();
  }

  /** Each transfer's joiner has an image of its own, whose system tables nobody needs again. */
  private async removePrepared(): Promise<void> {
    const { docker, scope } = this.access;
    for (const image of ['donor', 'joiner'] as const) {
      const ofImage = [`${labels.role}=prepared`, `${labels.image}=${this.imageOf(image)}`];
      const { Volumes: volumes } = await docker.listVolumes({
        filters: { label: [...labelFilter(scope).label, ...ofImage] },
      });
      for (const volume of volumes) {
        await docker.getVolume(volume.Name).remove();
      }
    }
  }

  /** Connections of a client to a node; the caller ends them. */
  async connect(node: string, count = connectionsEach): Promise<Connection[]> {
    const { user, password, ca, nodes } = await readConnection(
      this.access,
      this.name,
      AbortSignal.timeout(connectTimeoutMs),
    );
    const at = nodes.find((each) => each.name === node);
    if (at === undefined) {
      throw new Error(`${node} has no port`);
    }
    return Promise.all(
      Array.from({ length: count }, () =>
        openConnection({ host: at.host, port: at.port, user, password, ca: ca ?? undefined }, connectTimeoutMs),
      ),
    );
  }

  /**
   * Wipes the joiner and has it filled from the donor, whose settings are those of {@link setDonor}.
   *
   * @returns why it wasn't, in the script's words; undefined where it was
   */
  async transfer(joiner: Settings): Promise<string | undefined> {
    const old = await this.access.docker
      .getImage(this.imageOf('joiner'))
      .inspect()
      .then(
        ({ Id }) => Id,
        () => undefined,
      );
    await this.makeImage(this.to, this.imageOf('joiner'), joiner);
    // The one before may have failed a moment ago.
    await untilStates(this.access, this.name, { g1: 'Synced' });
    // Of its whole seconds the next: what the try before said is older.
    const began = Math.floor(Date.now() / 1_000) + 1;
    const given = new AbortController();
    const tooLong = setTimeout(() => given.abort(), refillMs);
    const filling = this.fill(given.signal).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    let ended = false;
    void filling.finally(() => (ended = true));
    let said: string | undefined;
    while (!ended && said === undefined) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      said = await this.scriptsFailure(began);
    }
    if (said !== undefined) {
      given.abort();
    }
    const failure = await filling;
    clearTimeout(tooLong);
    if (old !== undefined) {
      await this.access.docker
        .getImage(old)
        .remove({ force: true })
        .catch(() => undefined);
    }
    return said ?? failure;
  }

  private async donorsLog(sinceSeconds: number): Promise<string> {
    const log = await this.access.docker
      .getContainer(`galera-${this.name}-g1`)
      .logs({ stdout: true, stderr: true, since: sinceSeconds });
    return withoutBoots(log.toString('utf8'));
  }

  private async scriptsFailure(since: number): Promise<string | undefined> {
    const log = await this.donorsLog(since);
    return /galera-sst: (failed: .*)/.exec(log)?.[1];
  }

  private async fill(signal: AbortSignal): Promise<void> {
    const options = { ...this.options, signal };
    if (this.joinerThere) {
      await rebuildNode(this.access, { cluster: this.name, node: 'g2' }, options);
      return;
    }
    this.joinerThere = true;
    await addNode(this.access, this.name, 'g2', this.imageOf('joiner'), options);
  }

  /** Gives the donor a plan's settings, for new connections too. */
  async setDonor(plan: Plan): Promise<void> {
    const [connection] = await this.connect('g1', 1);
    const statements = [...settingStatements(this.donorSettings).reset, ...settingStatements(plan.donor).set];
    this.donorSettings = plan.donor;
    for (const sql of statements) {
      // What this version hasn't got stays as it is.
      await connection?.query(sql).catch((error: { errno?: number }) => {
        if (error.errno === undefined || error.errno < 1_000) {
          throw error as Error;
        }
      });
    }
    await connection?.end();
    const options = [
      `dump-below=${plan.dumpBelow}`,
      `streams=${plan.streams}`,
      ...(plan.rangeAbove === 0 ? [] : [`range-above=${plan.rangeAbove}`]),
    ];
    await setSstOptions(this.access, `galera-${this.name}-g1`, options);
  }

  /** Takes away what is left in the folder of a donor's database. */
  async clearFolder(name: string): Promise<void> {
    const { exitCode, stdout, stderr } = await execute(
      this.access,
      `galera-${this.name}-g1`,
      `cd ${nodePaths.data}/'${name}' && ls -A && rm -f -- * .[!.]*`,
    );
    if (exitCode !== 0) {
      throw new Error(stderr);
    }
    this.access.log.warn(`The donor's server left this in the folder ${name}: ${stdout.trim().split('\n').join(', ')}`);
  }

  private imageOf(side: 'donor' | 'joiner'): string {
    return `galera-clusters/${this.name}:${side}`;
  }

  /** An image like another whose servers start with more options. */
  private async makeImage(base: string, tag: string, settings: Settings): Promise<void> {
    const { docker, scope } = this.access;
    const options = Buffer.from([...lazily, ...settingOptions(settings)].join('\n')).toString('base64');
    const script = `base64 -d <<<${options} >/etc/fidelity-options; base64 -d <<<${Buffer.from(wrapper).toString('base64')} >/usr/local/bin/mariadbd; chmod 755 /usr/local/bin/mariadbd`;
    const container = await docker.createContainer({
      Image: base,
      User: '0',
      Entrypoint: ['bash', '-ec', script],
      Cmd: [],
      NetworkDisabled: true,
      Labels: scope,
    });
    try {
      await container.start();
      const { StatusCode: status } = (await container.wait()) as { StatusCode: number };
      if (status !== 0) {
        throw new Error(`The image ${base} can't be given other options: ${String(status)}`);
      }
      const [repo, name] = tag.split(':');
      await container.commit({ repo, tag: name });
    } finally {
      await container.remove({ force: true, v: true });
    }
  }
}
