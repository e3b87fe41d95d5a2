import assert from 'node:assert/strict';
import { letsNeighboursIn } from '../../../src/cluster/docker/networks';

describe('letsNeighboursIn', () => {
  const rows: [version: string, lets: boolean][] = [
    ['20.10.24+dfsg1', true],
    ['27.5.1', true],
    ['28.0.0', false],
    ['28.0.0-rc.1', false],
    ['29.1.2', false],
    ['dev', false],
  ];
  for (const [version, lets] of rows) {
    it(`says ${String(lets)} of Docker ${version}`, () => assert.equal(letsNeighboursIn(version), lets));
  }
});
