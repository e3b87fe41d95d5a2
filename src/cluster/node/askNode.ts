import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { followSignal } from '../async/followSignal';
import { unframe } from '../docker/containerLogs';
import { dockerStatus } from '../docker/dockerErrors';
import { throwIfAborted } from '../vocabulary/errors';
import { previousEndOf, readScripts } from './journal';
import { sealOf, valuesOf } from './sealedLines';
import { type Order, orderLine, type Request, sentAs } from './sendOrder';

/** Its data may have many files, and its disk other things to do. */
const mostMeasureMs = 10_000;
const mostKeepMs = 3_000;
/** Beside the answer comes what the server logs meanwhile. */
const mostBytes = 1_048_576;

/** What an answer's line begins with: it names the very order, and proves the boot (script/requests.sh). */
function answerMark(order: Order, monitorPassword: string): string {
  const seal = orderLine(order, monitorPassword).slice(-64);
  return `galera-answer: boot=${order.boot} seal=${sealOf(monitorPassword, order.boot)} to=${seal} `;
}

/**
 * The answer to an order in what a container has said since; undefined where it isn't there yet, or not to its end.
 *
 * @param output framed, as Docker sends it.
 */
export function answerIn(
  output: Buffer,
  order: Order,
  monitorPassword: string,
): ReadonlyMap<string, string> | undefined {
  const mark = answerMark(order, monitorPassword);
  const lines = unframe(output).split('\n').slice(0, -1);
  const line = lines.find((each) => each.startsWith(mark));
  return line === undefined ? undefined : valuesOf(line.slice(mark.length));
}

async function sendAndHear(
  container: Docker.Container,
  order: Order,
  monitorPassword: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  const deadline = followSignal(signal, order.do === 'measure' ? mostMeasureMs : mostKeepMs);
  let stream: Duplex | undefined;
  const close = (): void => void stream?.destroy();
  deadline.signal.addEventListener('abort', close);
  try {
    const how = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true, abortSignal: deadline.signal };
    stream = (await container.attach(how)) as Duplex;
    stream.write(sentAs(order, monitorPassword));
    let output: Buffer = Buffer.alloc(0);
    for await (const piece of stream) {
      output = Buffer.concat([output, piece as Buffer]);
      const answer = answerIn(output, order, monitorPassword);
      if (answer !== undefined || output.length > mostBytes) {
        return answer;
      }
    }
    return undefined;
  } catch (error) {
    throwIfAborted(signal);
    // It has ended, or was frozen, meanwhile.
    if (deadline.signal.aborted || dockerStatus(error) === 409) {
      return undefined;
    }
    throw error;
  } finally {
    deadline.signal.removeEventListener('abort', close);
    deadline.end();
    close();
  }
}

/**
 * What a running node answers, by its container's stdin and log, which costs Docker no process. Undefined where it
 * doesn't: its scripts are an earlier version's, or busy with its data, or it was frozen or has ended.
 *
 * @throws GaleraError `aborted`; what Docker answers
 */
export async function askNode(
  container: Docker.Container,
  state: Docker.ContainerInspectInfo['State'],
  request: Request,
  monitorPassword: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (!state.Running || state.Paused) {
    return undefined;
  }
  const report = (await readScripts({ container, previousEnd: previousEndOf(state), monitorPassword }))?.report;
  const isListening = report?.phase === 'waiting' || report?.phase === 'bootstrapping' || report?.phase === 'joining';
  return report?.hears === true && isListening
    ? sendAndHear(container, { boot: report.boot, turn: report.turn, ...request }, monitorPassword, signal)
    : undefined;
}
