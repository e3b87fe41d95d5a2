import type { Transfer } from '../../cluster/vocabulary/model';
import type { BalancerStep, NodeStep, Progress } from '../../cluster/vocabulary/progress';
import type { L10n } from './l10n';
import { transferText } from './transferWords';

export interface ProgressReport {
  readonly message: string;
  /** How far the operation is in all, 0–100; never falls. */
  readonly percent: number;
}

/** How much of a node's way each step leaves behind it. */
const shareDone: Readonly<Record<NodeStep, number>> = {
  create: 0.1,
  prepare: 0.25,
  bootstrap: 0.5,
  join: 0.5,
  synced: 1,
  stop: 0.3,
  stopped: 1,
  remove: 0.8,
  kill: 0.8,
  freeze: 0.8,
  unfreeze: 0.2,
  isolate: 0.8,
  reconnect: 0.2,
};

/** A node that is filled has this much of its way behind it. */
const transferShare = 0.9;

/** A pull, where there is one, takes this much of the bar. */
const pullShare = 0.5;

function stepWord(step: NodeStep, l10n: L10n): string {
  switch (step) {
    case 'create':
      return l10n.t('creating');
    case 'prepare':
      return l10n.t('preparing');
    case 'bootstrap':
      return l10n.t('bootstrapping');
    case 'join':
      return l10n.t('joining');
    case 'synced':
      return 'Synced';
    case 'stop':
      return l10n.t('stopping');
    case 'stopped':
      return l10n.t('stopped');
    case 'remove':
      return l10n.t('removing');
    case 'kill':
      return l10n.t('being killed');
    case 'freeze':
      return l10n.t('freezing');
    case 'unfreeze':
      return l10n.t('going on');
    case 'isolate':
      return l10n.t('being cut off');
    case 'reconnect':
      return l10n.t('reconnecting');
  }
}

function balancerMessage(step: BalancerStep, l10n: L10n): string {
  switch (step) {
    case 'create':
      return l10n.t('Creating the balancer');
    case 'start':
      return l10n.t('Starting the balancer');
    case 'stop':
      return l10n.t('Stopping the balancer');
    case 'remove':
      return l10n.t('Removing the balancer');
  }
}

/**
 * "g1 Synced · g2 joining · g3 ← g1 · 43 % · 12 s left": the nodes by step, the furthest first, then those being
 * filled.
 */
function nodesMessage(
  steps: ReadonlyMap<string, NodeStep>,
  transfers: ReadonlyMap<string, Transfer>,
  l10n: L10n,
): string {
  const byStep = new Map<NodeStep, string[]>();
  for (const [node, step] of [...steps]
    .filter(([each]) => !transfers.has(each))
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))) {
    byStep.set(step, [...(byStep.get(step) ?? []), node]);
  }
  const stepped = [...byStep]
    .sort(([a], [b]) => shareDone[b] - shareDone[a])
    .map(([step, nodes]) => `${nodes.join(', ')} ${stepWord(step, l10n)}`);
  const filled = [...transfers].map(([node, transfer]) => `${node} ${transferText(transfer, l10n)}`);
  return [...stepped, ...filled].join(' · ');
}

/**
 * Turns an operation's progress, told one event after the other, into what the notification shows.
 *
 * @param expectedNodes how many nodes will report; more may.
 */
export function progressStory(expectedNodes: number, l10n: L10n): (progress: Progress) => ProgressReport {
  const steps = new Map<string, NodeStep>();
  const transfers = new Map<string, Transfer>();
  let pulled = false;
  let percent = 0;
  const shareOf = (node: string, step: NodeStep): number => {
    const filled = (transfers.get(node)?.percent ?? 0) / 100;
    return Math.max(shareDone[step], filled * transferShare);
  };
  const told = (): ProgressReport => {
    const sum = [...steps].reduce((total, [node, step]) => total + shareOf(node, step), 0);
    const share = sum / Math.max(expectedNodes, steps.size);
    percent = Math.max(percent, 100 * (pulled ? pullShare + share * (1 - pullShare) : share));
    return { message: nodesMessage(steps, transfers, l10n), percent };
  };
  return (progress) => {
    switch (progress.kind) {
      case 'waitingForLock':
        return {
          message: l10n.t(
            'Waiting for {0}, at work on it since {1}',
            progress.holder,
            progress.since.toLocaleTimeString(),
          ),
          percent,
        };
      case 'image':
        pulled = true;
        percent = Math.max(percent, progress.percent * pullShare);
        return { message: l10n.t('Pulling {0}: {1} %', progress.image, Math.floor(progress.percent)), percent };
      case 'node':
        steps.set(progress.node, progress.step);
        transfers.delete(progress.node);
        return told();
      case 'balancer':
        return { message: balancerMessage(progress.step, l10n), percent };
      case 'transfer':
        transfers.set(progress.node, progress.transfer);
        return told();
    }
  };
}
