import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import { StreamSilentError } from '../docker/dockerErrors';
import { followSignal } from '../async/followSignal';
import { throwIfAborted } from '../vocabulary/errors';

/** Ends a node's wait. */
type Turn =
  { readonly do: 'found' } | { readonly do: 'join'; /** Addresses, at least one. */ readonly peers: readonly string[] };

/** A node answers it (askNode.ts), whether it waits or its server runs. */
export type Request =
  | { readonly do: 'measure' }
  | {
      readonly do: 'members';
      /** As members/memberList.ts makes it. */
      readonly list: string;
    };

/** What a node is to do, in this turn of this boot and in no other. */
export type Order = { readonly boot: string; readonly turn: number } & (Turn | Request);

function wordsOf(order: Order): string {
  switch (order.do) {
    case 'found':
    case 'measure':
      return `do=${order.do}`;
    case 'join':
      return `do=join peers=${order.peers.join(',')}`;
    case 'members':
      return `do=members=${order.list.trim().replaceAll(' ', ':').replaceAll('\n', ',')}`;
  }
}

/**
 * An order as a line for a node's start script (script/orders.sh), without its end. The seal covers all of it, and
 * can be made only by who knows the cluster's password: what was cut off, made up, or meant for another node, boot or
 * turn is no order.
 */
export function orderLine(order: Order, monitorPassword: string): string {
  const text = `galera-order: boot=${order.boot} turn=${String(order.turn)} ${wordsOf(order)}`;
  // The password once more at the end, so that nobody carries a seal on from where it ended.
  const seal = createHash('sha256').update(`${monitorPassword} ${text} ${monitorPassword}\n`).digest('hex');
  return `${text} seal=${seal}`;
}

type StdinConfig = Pick<Docker.ContainerInspectInfo['Config'], 'OpenStdin' | 'StdinOnce' | 'Tty'>;

/** Whether a container takes orders: those that earlier versions of ours have made don't. */
export function hasStdin({ Config: config }: { readonly Config: StdinConfig }): boolean {
  return config.OpenStdin && !config.StdinOnce && !config.Tty;
}

/** What is written to send it. Half a line that was left there before ends first, and isn't taken for its beginning. */
export function sentAs(order: Order, monitorPassword: string): string {
  return `\n${orderLine(order, monitorPassword)}\n`;
}

/** Docker passes a line on in a moment, unless what was written before fills the pipe (64 KiB) and nobody reads it. */
const mostSendMs = 5_000;

/**
 * Writes an order to a container's stdin, and waits until Docker has passed it on; the node reads it once it waits
 * for its turn. It may be sent again: no node obeys twice.
 *
 * @throws StreamSilentError where nobody reads; GaleraError `aborted`; what Docker answers
 */
export async function sendOrder(
  container: Docker.Container,
  order: Order,
  monitorPassword: string,
  signal: AbortSignal,
): Promise<void> {
  throwIfAborted(signal);
  const deadline = followSignal(signal, mostSendMs);
  let stream: Duplex | undefined;
  try {
    // Of its types dockerode leaves out the signal.
    const how = { stream: true, stdin: true, stdout: false, stderr: false, hijack: true, abortSignal: deadline.signal };
    stream = (await container.attach(how)) as Duplex;
    // What it doesn't send is read to its end, which comes when Docker has passed on all that came before ours.
    stream.resume();
    stream.end(sentAs(order, monitorPassword));
    await finished(stream, { signal: deadline.signal });
  } catch (error) {
    throwIfAborted(signal);
    throw deadline.signal.aborted ? new StreamSilentError('nobody reads what is sent to it') : error;
  } finally {
    deadline.end();
    stream?.destroy();
  }
}
