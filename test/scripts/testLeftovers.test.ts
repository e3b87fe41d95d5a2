import assert from 'node:assert/strict';
import { hasLapsed, testScope } from '../../scripts/lib/testLeftovers.mjs';

const here = { hostKey: '0123abcd', seconds: 1_000_000, lives: (pid: number) => pid === 42 };

describe('hasLapsed', () => {
  const cases: [string, string, boolean][] = [
    ['a run of this machine that lives hasn’t', 'run-0123abcd-42-999000-faults', false],
    ['a run of this machine that has ended has', 'run-0123abcd-43-999000-faults', true],
    ["what runs elsewhere can't be told, and has time", 'run-ffffffff-43-999000-faults', false],
    ['a run elsewhere has in the end', 'run-ffffffff-43-900000-faults', true],
    ['a process that has the number of one that ended long ago is another', 'run-0123abcd-42-900000-faults', true],
    ['what someone called otherwise is theirs', 'by-hand', false],
    ["a person's own hasn't", '', false],
    ['a name that only begins like one is no run', 'run-', false],
  ];
  for (const [title, scope, lapsed] of cases) {
    it(title, () => assert.equal(hasLapsed(scope, here), lapsed));
  }

  it("knows this run's own", () => {
    const scope = testScope('journey');
    assert.match(scope, /^run-[0-9a-f]{8}-\d+-\d+-journey$/);
    const [, host = '', pid, began] = scope.split('-');
    assert(!hasLapsed(scope, { hostKey: host, seconds: Number(began) + 60, lives: (asked) => asked === Number(pid) }));
    assert(hasLapsed(scope, { hostKey: host, seconds: Number(began) + 60, lives: () => false }));
  });
});
