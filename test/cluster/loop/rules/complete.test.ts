import assert from 'node:assert/strict';
import { complete, equip } from '../../../../src/cluster/loop/rules/complete';
import { bare, down, given, serving, short } from '../worlds';

const hasNetworks = { hasNetworks: true };
const isReady = { hasNetworks: true, hasPreparedImage: true };

describe('complete', () => {
  const rows = [
    ['makes the networks first', given([]), 'act makeNetworks'],
    [
      'makes all volumes before any container',
      given([bare('g1')], hasNetworks, { members: ['g1', 'g2', 'g3'] }),
      'act makeVolume g2, makeVolume g3',
    ],
    ['has the image prepared before a container is made of it', given([bare('g1')], hasNetworks), 'act prepareImage'],
    ['makes the containers that are missing', given([bare('g1'), down('g2')], isReady), 'act makeContainer g1'],
    [
      "makes one anew that can't be started any more",
      given([down('g1', { isFit: false })], isReady),
      'act makeContainer g1',
    ],
    [
      'leaves one alone that runs, fit or not',
      given([down('g1', { isFit: false, isRunning: true })], isReady),
      'nothing',
    ],
    [
      'leaves volumes alone that are no members of the goal',
      given([down('g1'), bare('g2')], isReady, { members: ['g1'] }),
      'nothing',
    ],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(complete(situation)), expected));
  }
});

describe('equip', () => {
  const equipped = new Map([
    ['g1', 'c-g1'],
    ['g2', 'c-g2'],
  ]);
  const rows = [
    ['gives all that are down their files at once', given([down('g1'), down('g2')]), 'act equip g1 g2'],
    ['leaves those alone that run', given([down('g1'), ...serving('g2')]), 'act equip g1'],
    [
      'tells those that run of new members',
      given([down('g1'), ...serving('g2')], { made: new Set(['g1']) }),
      'act equip g1 g2',
    ],
    ['does it once', given([down('g1'), down('g2')], { equipped }), 'nothing'],
    [
      'does it again where the container is another one',
      given([down('g1', { id: 'new' }), down('g2')], { equipped }),
      'act equip g1',
    ],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(equip(situation)), expected));
  }
});
