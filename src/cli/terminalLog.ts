import type { Logger } from '../cluster/vocabulary/logger';
import type { Progress } from '../cluster/vocabulary/progress';
import { transferLine } from './transferLine';

type Write = (line: string) => void;

/** The engine's log on the terminal: what matters as it is, details only where GALERA_DEBUG is set. */
export function terminalLogger(write: Write, verbose: boolean): Logger {
  const detail: Write = verbose ? write : () => undefined;
  return { debug: detail, info: detail, warn: write, error: write };
}

const stepWords = {
  create: 'making container and volume',
  prepare: 'preparing data',
  bootstrap: 'bootstrapping',
  join: 'joining',
  synced: 'Synced',
  stop: 'leaving',
  stopped: 'stopped',
  remove: 'removing',
  kill: 'killing',
  freeze: 'freezing',
  unfreeze: 'going on',
  isolate: 'cutting off',
  reconnect: 'reconnecting',
} as const;

const balancerWords = { create: 'making it', start: 'starting', stop: 'stopping', remove: 'removing' } as const;

/** Progress as lines for a terminal: each step once, an image's or a transfer's percentage in tens. */
export function progressPrinter(write: Write): (progress: Progress) => void {
  let tens = -1;
  const transfers = new Map<string, string>();
  return (progress) => {
    switch (progress.kind) {
      case 'waitingForLock':
        write(`waiting for ${progress.holder}, at work since ${progress.since.toLocaleTimeString()}`);
        break;
      case 'image':
        if (Math.floor(progress.percent / 10) > tens) {
          tens = Math.floor(progress.percent / 10);
          write(`pulling ${progress.image}: ${String(progress.percent)} %`);
        }
        break;
      case 'node':
        write(`${progress.node}: ${stepWords[progress.step]}`);
        break;
      case 'balancer':
        write(`balancer: ${balancerWords[progress.step]}`);
        break;
      case 'transfer': {
        const { node, transfer } = progress;
        const tenth = Math.floor((transfer.percent ?? 0) / 10);
        const stage = `${transfer.donor} ${String(transfer.method)} ${String(tenth)}`;
        if (transfers.get(node) !== stage) {
          transfers.set(node, stage);
          write(`${node}: ${transferLine(transfer)}`);
        }
        break;
      }
    }
  };
}
