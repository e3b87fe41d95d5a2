import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { putFiles, readFile } from '../../../src/cluster/docker/containerFiles';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import type { Access } from '../../../src/cluster/docker/access';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { serverConfig } from '../../../src/cluster/node/serverConfig';
import { defaultTraits } from '../../../src/cluster/vocabulary/traits';
import { type SstMethod, sstMethods } from '../../../src/sst/methods';
import { runAndClose } from '../../support/sql';
import { testName } from '../../support/testAccess';
import { ifThere } from '../ifThere';
import sstNode from './sstNode.sh';

/** A fixed one would be another run's, too. */
const name = testName('bench-sst');
const password = 'benchmark';
const [ourScript] = sstMethods.mysqldump.files;
/** In a node's log: where its server starts (sstNode.sh), and where it is Synced, or serves outside of a cluster. */
const serverStarts = /bench: the server starts/;
const isSynced = /Synchronized with group, ready for connections/;
/** A joiner that can't go on may leave the group and stay up. */
const hasLeft = /Received SELF-LEAVE|\[ERROR\] WSREP: Failed to apply write set/;
const serves = /ready for connections\.?$/;

/** Everything an SST of any method may need; the stock script writes every table there is. */
const accounts = [
  'FLUSH PRIVILEGES;',
  ...['root', 'galera_sst'].flatMap((user) => [
    `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'%' WITH GRANT OPTION;`,
  ]),
  "DELETE FROM mysql.global_priv WHERE User = '';",
  'FLUSH PRIVILEGES;',
  '',
].join('\n');

export type Side = 'donor' | 'joiner';
/** As wsrep_sst_method says; `none` for a server outside of any cluster. */
export type Method = SstMethod | 'none';

/** A donor that stays, and joiners that come and go, made as the cluster's nodes are configured. */
export class SstPair {
  constructor(
    readonly access: Access,
    private readonly image: string,
  ) {}

  container(side: Side): Docker.Container {
    return this.access.docker.getContainer(this.nameOf(side));
  }

  nameOf(side: Side): string {
    return `${name}-${side}`;
  }

  /** Makes the network and the donor, which serves when this returns. */
  async open(): Promise<void> {
    await this.access.docker.createNetwork({ Name: name, Labels: { ...this.access.scope } });
    await this.create('donor', 'mysqldump');
    await this.start('donor');
  }

  /** Removes whatever is there of it. */
  async close(): Promise<void> {
    await this.removeJoiner();
    await ifThere(this.container('donor').remove({ force: true, v: true }));
    await ifThere(this.access.docker.getNetwork(name).remove());
  }

  /** Makes a joiner with an initialised but empty data directory, not started. */
  async makeJoiner(method: Method): Promise<void> {
    await this.removeJoiner();
    await this.create('joiner', method);
  }

  async removeJoiner(): Promise<void> {
    const joiner = this.container('joiner');
    // In good order: of two, one that is lost takes the quorum along.
    await ifThere(joiner.stop({ t: 60 }));
    await ifThere(joiner.remove({ force: true, v: true }));
  }

  /**
   * Starts a node's server and waits until it is Synced.
   *
   * @param ready another line of its log to wait for.
   * @returns seconds from the server's start until then, by the clock of its log.
   */
  async start(side: Side, ready: RegExp = isSynced): Promise<number> {
    const container = this.container(side);
    await container.start();
    const stream = await container.logs({ stdout: true, stderr: true, timestamps: true, follow: true });
    const lines = new PassThrough();
    this.access.docker.modem.demuxStream(stream, lines, lines);
    // demuxStream never ends its outputs.
    stream.once('end', () => lines.end());
    let began: number | undefined;
    for await (const line of createInterface({ input: lines })) {
      const at = Date.parse(line.slice(0, line.indexOf(' ')));
      if (serverStarts.test(line)) {
        began = at;
      }
      if (began !== undefined && hasLeft.test(line)) {
        break;
      }
      if (began !== undefined && ready.test(line)) {
        (stream as NodeJS.ReadableStream & { destroy(): void }).destroy();
        return (at - began) / 1000;
      }
    }
    const logs = await Promise.all(
      (['donor', 'joiner'] as const).map(async (each) => [
        each,
        ...(await lastLogLines(this.container(each), 30).catch(() => [])),
      ]),
    );
    throw new Error(`The ${side} ended or left before it was Synced:\n${logs.flat().join('\n')}`);
  }

  /** Starts a joiner that was made for no cluster. */
  async startAlone(): Promise<void> {
    await this.start('joiner', serves);
  }

  /** Puts an SST script into the donor, ours or the stock one, and how many streams ours may use. */
  async configureDonor(script: 'ours' | 'stock', streams: number | undefined): Promise<void> {
    const content = script === 'ours' ? ourScript?.content : await this.stockScript();
    const path = ourScript?.path ?? '';
    await putFiles(this.container('donor'), [
      { path, content: content ?? '', mode: 0o755 },
      { path: nodePaths.config, content: this.config('donor', streams), mode: 0o644 },
    ]);
  }

  /** Runs SQL on a node as root, from outside; the rows of the last statement come back. */
  async query(side: Side, ...statements: string[]): Promise<RowDataPacket[]> {
    return runAndClose(await this.connect(side), statements);
  }

  async connect(side: Side): Promise<Connection> {
    const { NetworkSettings: network } = await this.container(side).inspect();
    const port = Number(network.Ports['3306/tcp']?.[0]?.HostPort);
    return createConnection({ host: '127.0.0.1', port, user: 'root', password, connectTimeout: 10_000 });
  }

  /** As it comes with the image. */
  private async stockScript(): Promise<string> {
    const fresh = await this.access.docker.createContainer({
      Image: this.image,
      Cmd: ['true'],
      Labels: { ...this.access.scope },
    });
    try {
      const text = await readFile(fresh, ourScript?.path ?? '');
      if (text === undefined) {
        throw new Error(`${this.image} has no stock script`);
      }
      return text;
    } finally {
      await fresh.remove({ v: true });
    }
  }

  private config(side: Side, streams?: number): string {
    const config = serverConfig({
      cluster: name,
      node: side,
      address: side,
      sstPassword: password,
      traits: defaultTraits,
      donors: [],
      tls: false,
    });
    return streams === undefined ? config : `${config}\n[galera-sst]\nstreams=${String(streams)}\n`;
  }

  private async create(side: Side, method: Method): Promise<void> {
    const container = await this.access.docker.createContainer({
      name: this.nameOf(side),
      Hostname: side,
      Image: this.image,
      Entrypoint: ['bash', '-c', sstNode],
      Cmd: [],
      Labels: { ...this.access.scope },
      Env: [`PEERS=${side === 'donor' ? '' : 'donor'}`, `METHOD=${method}`, `MYSQL_PWD=${password}`],
      Volumes: { [nodePaths.home]: {} },
      ExposedPorts: { '3306/tcp': {} },
      HostConfig: { NetworkMode: name, PortBindings: { '3306/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
      NetworkingConfig: { EndpointsConfig: { [name]: { Aliases: [side] } } },
    });
    await putFiles(container, [
      { path: nodePaths.config, content: this.config(side), mode: 0o644 },
      { path: '/accounts.sql', content: accounts, mode: 0o644 },
    ]);
    // The first start prepares the data directory and ends.
    await container.start();
    const { StatusCode: status } = (await container.wait()) as { StatusCode: number };
    if (status !== 0) {
      throw new Error(`The ${side} couldn't prepare its data:\n${(await lastLogLines(container, 30)).join('\n')}`);
    }
  }
}
