import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Access } from '../../src/cluster/docker/access';
import { replicationNetworkName } from '../../src/cluster/vocabulary/names';

/** What one end of a TCP connection sent, in order. */
export interface Sent {
  /** address:port of the sender, then of the receiver. */
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
}

/** Captures the replication network of a cluster on this machine's own Docker, as root, while some work is done. */
export async function captureReplication(access: Access, cluster: string, work: () => Promise<void>): Promise<Sent[]> {
  const { Id: id } = (await access.docker.getNetwork(replicationNetworkName(cluster)).inspect()) as { Id: string };
  const folder = mkdtempSync(join(tmpdir(), 'galera-capture-'));
  const file = join(folder, 'packets');
  const args = [
    '-i',
    `br-${id.slice(0, 12)}`,
    '-Z',
    'root',
    '--immediate-mode',
    '-U',
    '-s',
    '0',
    '-B',
    '65536',
    '-w',
    file,
    'tcp',
  ];
  const tcpdump = spawn('tcpdump', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const listening = new Promise<void>((resolve, reject) => {
    tcpdump.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('listening on')) {
        resolve();
      }
    });
    tcpdump.once('error', reject);
    tcpdump.once('close', () => {
      reject(new Error(`tcpdump ended: ${said}`));
    });
  });
  try {
    await listening;
    await work();
    tcpdump.kill('SIGINT');
    await once(tcpdump, 'close');
    if (!/\b0 packets dropped by kernel/.test(said)) {
      throw new Error(`the capture isn't whole: ${said}`);
    }
    return conversations(readFileSync(file));
  } finally {
    tcpdump.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}

interface Segment {
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  readonly opens: boolean;
  readonly payload: Buffer;
}

/** Ethernet, IPv4, TCP; undefined for anything else. */
function segment(frame: Buffer): Segment | undefined {
  if (frame.length < 54 || frame.readUInt16BE(12) !== 0x0800 || frame[23] !== 6) {
    return undefined;
  }
  const ip = frame.subarray(14, 14 + frame.readUInt16BE(16));
  const tcp = ip.subarray(((ip[0] ?? 0) & 0x0f) * 4);
  const address = (at: number): string => [...ip.subarray(at, at + 4)].join('.');
  return {
    from: `${address(12)}:${String(tcp.readUInt16BE(0))}`,
    to: `${address(16)}:${String(tcp.readUInt16BE(2))}`,
    sequence: tcp.readUInt32BE(4),
    opens: ((tcp[13] ?? 0) & 0x02) !== 0,
    payload: tcp.subarray(((tcp[12] ?? 0) >> 4) * 4),
  };
}

function segments(file: Buffer): Segment[] {
  // https://wiki.wireshark.org/Development/LibpcapFileFormat, little-endian and Ethernet on the machines in use.
  if (file.readUInt32LE(0) !== 0xa1b2c3d4 || file.readUInt32LE(20) !== 1) {
    throw new Error('not a capture of Ethernet frames');
  }
  const found: Segment[] = [];
  for (let at = 24; at + 16 <= file.length;) {
    const length = file.readUInt32LE(at + 8);
    const one = segment(file.subarray(at + 16, at + 16 + length));
    if (one !== undefined) {
      found.push(one);
    }
    at += 16 + length;
  }
  return found;
}

/** Each direction of each connection that was opened during the capture, put together by sequence numbers. */
function conversations(file: Buffer): Sent[] {
  const open = new Map<string, { from: string; to: string; first: number; parts: Map<number, Buffer> }>();
  const done: { from: string; to: string; parts: Map<number, Buffer> }[] = [];
  for (const { from, to, sequence, opens, payload } of segments(file)) {
    const key = `${from} ${to}`;
    if (opens && open.get(key)?.first !== sequence + 1) {
      const fresh = { from, to, first: sequence + 1, parts: new Map<number, Buffer>() };
      open.set(key, fresh);
      done.push(fresh);
    }
    const stream = open.get(key);
    if (stream !== undefined && payload.length > 0) {
      const at = (sequence - stream.first) >>> 0;
      if (payload.length > (stream.parts.get(at)?.length ?? 0)) {
        stream.parts.set(at, payload);
      }
    }
  }
  return done.map(({ from, to, parts }) => ({ from, to, bytes: assemble(parts) }));
}

/** Retransmissions may overlap what came before. */
function assemble(parts: ReadonlyMap<number, Buffer>): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  for (const [at, payload] of [...parts].sort(([a], [b]) => a - b)) {
    if (at > length) {
      throw new Error('a piece of the stream is missing');
    }
    const fresh = payload.subarray(length - at);
    pieces.push(fresh);
    length += fresh.length;
  }
  return Buffer.concat(pieces);
}

/**
 * What of a stream isn't TLS records, from its start: undefined where all is.
 * https://www.rfc-editor.org/rfc/rfc8446#section-5.1
 */
export function notTls(bytes: Buffer): string | undefined {
  for (let at = 0; at < bytes.length;) {
    const [type = 0, major = 3] = bytes.subarray(at, at + 2);
    if (type < 20 || type > 23 || major !== 3) {
      return `at ${String(at)} of ${String(bytes.length)}: ${bytes.subarray(at, at + 32).toString('latin1')}`;
    }
    at += 5 + (at + 5 <= bytes.length ? bytes.readUInt16BE(at + 3) : 0);
  }
  return undefined;
}

const clientSsl = 0x0800;

/**
 * What of a MySQL client's or server's stream is clear text beyond what precedes TLS: the server's greeting, and the
 * client's request for TLS. https://mariadb.com/kb/en/connection/#sslrequest-packet
 */
export function clearSql(bytes: Buffer, sender: 'client' | 'server'): string | undefined {
  if (bytes.length === 0) {
    return undefined;
  }
  const first = bytes.subarray(0, 4 + bytes.readUIntLE(0, 3));
  if (sender === 'client' && (first.length !== 36 || (first.readUInt16LE(4) & clientSsl) === 0)) {
    return `a login without TLS of ${String(first.length)} bytes`;
  }
  return notTls(bytes.subarray(first.length));
}
