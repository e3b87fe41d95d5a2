import assert from 'node:assert/strict';
import { progressPrinter, terminalLogger } from '../../src/cli/terminalLog';
import type { NodeStep, Progress } from '../../src/cluster/vocabulary/progress';

function printed(...reports: Progress[]): string[] {
  const lines: string[] = [];
  reports.forEach(progressPrinter((line) => lines.push(line)));
  return lines;
}

describe('terminalLogger', () => {
  const all = (verbose: boolean): string[] => {
    const lines: string[] = [];
    const log = terminalLogger((line) => lines.push(line), verbose);
    log.debug('debug');
    log.info('info');
    log.warn('warn');
    log.error('error');
    return lines;
  };

  it('shows what matters', () => {
    assert.deepEqual(all(false), ['warn', 'error']);
  });

  it('shows everything where that is asked for', () => {
    assert.deepEqual(all(true), ['debug', 'info', 'warn', 'error']);
  });
});

describe('progressPrinter', () => {
  const steps: Record<NodeStep, string> = {
    create: 'g2: making container and volume',
    prepare: 'g2: preparing data',
    bootstrap: 'g2: bootstrapping',
    join: 'g2: joining',
    synced: 'g2: Synced',
    stop: 'g2: leaving',
    stopped: 'g2: stopped',
    remove: 'g2: removing',
    kill: 'g2: killing',
    freeze: 'g2: freezing',
    unfreeze: 'g2: going on',
    isolate: 'g2: cutting off',
    reconnect: 'g2: reconnecting',
  };
  for (const [step, line] of Object.entries(steps) as [NodeStep, string][]) {
    it(`says "${line}"`, () => {
      assert.deepEqual(printed({ kind: 'node', node: 'g2', step }), [line]);
    });
  }

  it("shows an image's percentage in tens, each once", () => {
    const percents = [0, 3, 9, 10, 10, 27, 29, 99, 100, 100];
    assert.deepEqual(
      printed(...percents.map((percent) => ({ kind: 'image', image: 'mariadb:11.8', percent }) as const)),
      [
        'pulling mariadb:11.8: 0 %',
        'pulling mariadb:11.8: 10 %',
        'pulling mariadb:11.8: 27 %',
        'pulling mariadb:11.8: 99 %',
        'pulling mariadb:11.8: 100 %',
      ],
    );
  });

  it("shows a transfer's percentage in tens, each once", () => {
    const transfer = (percent: number | null, secondsLeft: number | null) =>
      ({ kind: 'transfer', node: 'g2', transfer: { donor: 'g1', method: 'mysqldump', percent, secondsLeft } }) as const;
    assert.deepEqual(
      printed(
        transfer(null, null),
        transfer(3, 30),
        transfer(9, 28),
        transfer(43, 12),
        transfer(44, 12),
        transfer(100, null),
      ),
      ['g2: ← g1, mysqldump', 'g2: ← g1, mysqldump, 43 %, 12 s left', 'g2: ← g1, mysqldump, 100 %'],
    );
  });

  it('says whom it waits for', () => {
    const [line] = printed({ kind: 'waitingForLock', holder: 'VS Code (pid 12)', since: new Date() });
    assert.match(line ?? '', /^waiting for VS Code \(pid 12\), at work since \S/);
  });
});
