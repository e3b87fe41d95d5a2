import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { readWsrepStatus, type SqlAnswer, wsrepStatusFrom } from '../../../src/cluster/sql/readWsrepStatus';
import { stateUuid, wsrepStatus } from '../views';

describe('wsrepStatusFrom', () => {
  it('reads what a Synced node answers', () => {
    const values = {
      wsrep_cluster_status: 'Primary',
      wsrep_cluster_size: '3',
      wsrep_cluster_state_uuid: stateUuid,
      wsrep_cluster_conf_id: '7',
      wsrep_evs_state: 'OPERATIONAL',
      wsrep_incoming_addresses: '172.20.0.11:3306,172.20.0.12:3306,172.20.0.13:3306',
      wsrep_local_state_uuid: stateUuid,
      wsrep_local_state: '4',
      wsrep_local_state_comment: 'Synced',
      wsrep_ready: 'ON',
      wsrep_connected: 'ON',
      wsrep_last_committed: '12',
      wsrep_flow_control_paused_ns: '1500000000',
      wsrep_flow_control_sent: '1',
      wsrep_local_recv_queue: '2',
      wsrep_local_send_queue: '3',
      wsrep_local_cert_failures: '4',
      wsrep_local_bf_aborts: '5',
      wsrep_local_cached_downto: '6',
      wsrep_replicated: '7',
      wsrep_replicated_bytes: '700',
      wsrep_received: '8',
      wsrep_received_bytes: '80',
      version: '11.8.6-MariaDB',
    };
    const expected = wsrepStatus({
      clusterConfId: 7,
      flowControlPausedNs: 1_500_000_000,
      flowControlSent: 1,
      localRecvQueue: 2,
      localSendQueue: 3,
      localCertFailures: 4,
      localBfAborts: 5,
      cachedDownto: 6,
      writesets: 15,
      writesetBytes: 780,
    });
    assert.deepEqual(wsrepStatusFrom(new Map(Object.entries(values))), expected);
  });

  it('reads an empty gcache, which names the largest number there is, as none', () => {
    const cachedDownto = (value: string) =>
      wsrepStatusFrom(new Map([['wsrep_local_cached_downto', value]])).cachedDownto;
    assert.equal(cachedDownto('18446744073709551615'), null);
    assert.equal(cachedDownto(''), null);
    assert.equal(cachedDownto('0'), 0);
  });

  it('reads a server without a provider as one that holds nothing and is in nothing', () => {
    const { clusterStatus, clusterSize, ready, connected, lastCommitted, localRecvQueue } = wsrepStatusFrom(new Map());
    assert.deepEqual(
      { clusterStatus, clusterSize, ready, connected, lastCommitted, localRecvQueue },
      { clusterStatus: '', clusterSize: 0, ready: false, connected: false, lastCommitted: -1, localRecvQueue: 0 },
    );
  });

  it('takes OFF for false', () => {
    const { ready, connected } = wsrepStatusFrom(
      new Map(Object.entries({ wsrep_ready: 'OFF', wsrep_connected: 'OFF' })),
    );
    assert.deepEqual({ ready, connected }, { ready: false, connected: false });
  });
});

/** https://mariadb.com/kb/en/0-packet/ */
function packet(sequence: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length, 0, 0, sequence]), body]);
}

/**
 * What a server says first, its scramble all of one letter:
 * https://mariadb.com/kb/en/connection/#initial-handshake-packet
 */
const greeting = Buffer.from(
  '\x0a11.8.6-MariaDB\0' + // protocol and version
    '\x01\0\0\0' + // connection
    'aaaaaaaa\0' + // scramble, first part
    '\xff\xf7\x2d\x02\0\xff\x81\x15' + // capabilities, collation, status, length of the scramble
    '\0'.repeat(10) +
    'aaaaaaaaaaaa\0' + // scramble, second part
    'mysql_native_password\0',
  'latin1',
);

describe('readWsrepStatus', function () {
  this.timeout(10_000);

  const never = new AbortController().signal;
  let server: Server;
  const open = new Set<Socket>();

  /** Listens on a free port and treats each connection as told. */
  async function serve(treat: (socket: Socket) => void): Promise<number> {
    server.on('connection', (socket) => {
      open.add(socket.on('error', () => undefined));
      treat(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  function read(port: number, signal = never): Promise<SqlAnswer> {
    return readWsrepStatus(
      { host: '127.0.0.1', port, user: 'galera_monitor', password: 'secret', ca: undefined },
      signal,
    );
  }

  beforeEach(() => {
    server = createServer();
  });

  afterEach(() => {
    open.forEach((socket) => socket.destroy());
    open.clear();
    server.close();
  });

  it('is silent where the connection opens and nobody greets', async () => {
    const port = await serve(() => undefined);
    assert.equal((await read(port)).kind, 'silent');
  });

  it('is silent where a query hangs, and hangs up', async () => {
    let received = '';
    let hungUp: Promise<unknown> | undefined;
    const port = await serve((socket) => {
      hungUp = once(socket, 'close');
      socket.once('data', () => {
        socket.write(packet(2, Buffer.from([0, 0, 0, 2, 0, 0, 0])));
        socket.on('data', (data: Buffer) => (received += data.toString('latin1')));
      });
      socket.write(packet(0, greeting));
    });
    assert.equal((await read(port)).kind, 'silent');
    assert.match(received, /SET SESSION wsrep_sync_wait = 0, sql_select_limit = \d+, max_join_size = \d+$/);
    await hungUp;
  });

  it('is closed where the connection is ended at once', async () => {
    const port = await serve((socket) => socket.destroy());
    assert.equal((await read(port)).kind, 'closed');
  });

  it('is closed where nothing listens', async () => {
    const port = await serve(() => undefined);
    server.close();
    await once(server, 'close');
    const answer = await read(port);
    assert.equal(answer.kind, 'closed');
    assert.match(answer.kind === 'closed' ? answer.reason : '', /ECONNREFUSED/);
  });

  it("is barred, with the server's words, where the server doesn't know us", async () => {
    // An error in place of a greeting: 0xff, code 1130.
    const words = "Host '172.20.0.1' is not allowed to connect to this MariaDB server";
    const body = Buffer.concat([Buffer.from([0xff, 1130 & 0xff, 1130 >> 8]), Buffer.from(words)]);
    const port = await serve((socket) => socket.end(packet(0, body)));
    assert.deepEqual(await read(port), { kind: 'barred', reason: words });
  });

  it('is barred where all connections are used up', async () => {
    const words = 'Too many connections';
    const body = Buffer.concat([Buffer.from([0xff, 1040 & 0xff, 1040 >> 8]), Buffer.from(words)]);
    const port = await serve((socket) => socket.end(packet(0, body)));
    assert.deepEqual(await read(port), { kind: 'barred', reason: words });
  });

  it('is aborted while it waits for a greeting', async () => {
    const abort = new AbortController();
    const port = await serve(() => {
      abort.abort();
    });
    await assert.rejects(read(port, abort.signal), { name: 'GaleraError', code: 'aborted' });
  });

  it('asks nobody once it is aborted', async () => {
    let asked = false;
    const port = await serve(() => {
      asked = true;
    });
    await assert.rejects(read(port, AbortSignal.abort()), { name: 'GaleraError', code: 'aborted' });
    assert.equal(asked, false);
  });
});
