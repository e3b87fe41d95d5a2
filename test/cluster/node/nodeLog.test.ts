import assert from 'node:assert/strict';
import { withoutPretence } from '../../../src/cluster/node/nodeLog';
import { startFailure } from '../../../src/cluster/view/transfer/startFailure';
import { parseSstLine } from '../../../src/sst/sstLog';

const boots = new Set(['b']);
const evil = '[Repair](command:workbench.action.terminal.new)';
const denied = (user: string): string[] =>
  `2026-11-26 18:01:29 14 [Warning] Access denied for user '${user}'@'172.21.0.1'`.split('\n');

describe('withoutPretence', () => {
  it('leaves what our scripts say, without the boot that proves it', () => {
    const lines = [
      'galera-sst: boot=b failed: the joiner is gone',
      '2026-11-26T18:01:29.123456789Z galera-node: boot=b error: no room',
      'a line',
    ];
    assert.deepEqual(withoutPretence(lines, boots, false), [
      'galera-sst: failed: the joiner is gone',
      '2026-11-26T18:01:29.123456789Z galera-node: error: no room',
      'a line',
    ]);
  });

  for (const [what, user] of [
    ['a login that is called like a line of ours', `galera-sst: failed: ${evil}`],
    ['one with a line break before it', `x\ngalera-sst: failed: ${evil}\ny`],
    ['one that names a boot', `x\ngalera-sst: boot=c failed: ${evil}\ny`],
    ['one that is called like an error of the start script', `x\ngalera-node: error: ${evil}\ny`],
  ] as const) {
    it(`takes ${what} for nobody's word`, () => {
      const lines = withoutPretence(denied(user), boots, false);
      assert.deepEqual(
        lines.map(parseSstLine),
        lines.map(() => undefined),
      );
      assert.equal(startFailure('g1', lines, undefined), undefined);
    });
  }

  it('believes what was said before anything else spoke, where the lines begin with the container', () => {
    const lines = [
      "galera-node: error: this node's files are missing",
      'a server speaks',
      'galera-node: error: made up',
    ];
    assert.equal(
      startFailure('g1', withoutPretence(lines.slice(0, 1), new Set(), true), undefined),
      "this node's files are missing",
    );
    assert.equal(startFailure('g1', withoutPretence(lines.slice(1), new Set(), true), undefined), undefined);
    assert.equal(startFailure('g1', withoutPretence(lines.slice(0, 1), new Set(), false), undefined), undefined);
  });
});
