import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { coordinatedCrash, type LifeEvent } from './nodeLives';

const start = (node: string, at: number): LifeEvent => ({ at, node, what: 'start', exitCode: 0 });
const die = (node: string, at: number, exitCode = 137): LifeEvent => ({ at, node, what: 'die', exitCode });
const write = { sentAt: 10_000, answeredAt: 10_020 };
const born = [start('g1', 0), start('g2', 0)];

describe('evidence of a crash of all nodes right after a write', () => {
  it('is there when all that ran were killed within a second', () => {
    const kills = coordinatedCrash([...born, die('g1', 10_300), die('g2', 10_900)], write);
    assert.deepEqual(
      kills?.map(({ node }) => node),
      ['g1', 'g2'],
    );
  });

  it('needs only those that ran', () => {
    const events = [...born, die('g2', 5_000), die('g1', 10_300), start('g2', 20_000), die('g2', 21_000)];
    assert.deepEqual(
      coordinatedCrash(events, write)?.map(({ node }) => node),
      ['g1'],
    );
  });

  const others: [string, LifeEvent[]][] = [
    ['one lived on', [die('g1', 10_300)]],
    ['one died much later', [die('g1', 10_300), die('g2', 12_000)]],
    ['one left in good order', [die('g1', 10_300), die('g2', 10_400, 0)]],
  ];
  for (const [what, events] of others) {
    it(`is not there when ${what}`, () => {
      assert.equal(coordinatedCrash([...born, ...events], write), undefined);
    });
  }
});
