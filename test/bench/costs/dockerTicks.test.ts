import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { dockerSeconds } from './dockerTicks';
import type { ProcessStat } from './procFiles';

const one = (name: string, ownTicks: number, reapedTicks: number, more: Partial<ProcessStat> = {}): ProcessStat => ({
  pid: 100,
  parent: 1,
  name,
  ownTicks,
  reapedTicks,
  ...more,
});

describe('dockerSeconds', () => {
  const daemons = [one('dockerd', 400, 300), one('containerd', 100, 50)];

  it('has the daemons with what they started, and nothing of others', () => {
    assert.equal(dockerSeconds([...daemons, one('node', 900, 900), one('mariadbd', 900, 900)], 0), 8.5);
  });

  it('has what shims started, and proxies as long as they are there: dockerd waits for them', () => {
    assert.equal(dockerSeconds([...daemons, one('containerd-shim', 20, 30), one('docker-proxy', 10, 500)], 0), 9.1);
  });

  it('has what shims used that have ended, without the containers they waited for', () => {
    const init = one('init', 7000, 1250, { pid: 1, parent: 0 });
    assert.equal(dockerSeconds([init, ...daemons], 12), 9);
  });

  it('finds who waits for the shims by one that is there', () => {
    const reaper = one('reaper', 7000, 200, { pid: 50, parent: 1 });
    const init = one('init', 7000, 100_000, { pid: 1, parent: 0 });
    assert.equal(dockerSeconds([init, reaper, ...daemons, one('containerd-shim', 10, 0, { parent: 50 })], 1), 9.6);
  });

  it('says the same whether a container has just ended or not', () => {
    const init = (reapedTicks: number): ProcessStat => one('init', 0, reapedTicks, { pid: 1, parent: 0 });
    const before = dockerSeconds([init(100), ...daemons, one('containerd-shim', 20, 30)], 1);
    // Its server used 5 s, which its shim waited for.
    assert.equal(dockerSeconds([init(100 + 20 + 30 + 500), ...daemons], 1 + 5), before);
  });
});
