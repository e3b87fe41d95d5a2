import assert from 'node:assert/strict';
import { sealedBoot, sealOf } from '../../../src/cluster/node/sealedLines';

describe('sealedBoot', () => {
  it('is told by a line with its seal only', () => {
    const line = (boot: string, seal: string): string => `galera-boot: boot=${boot} seal=${seal} phase=waiting`;
    assert.equal(sealedBoot(line('b', sealOf('p', 'b')), 'p'), 'b');
    assert.equal(sealedBoot(line('b', sealOf('q', 'b')), 'p'), undefined);
    assert.equal(sealedBoot(line('c', sealOf('p', 'b')), 'p'), undefined);
    assert.equal(sealedBoot(`x${line('b', sealOf('p', 'b'))}`, 'p'), undefined);
    assert.equal(sealedBoot('galera-boot: ', 'p'), undefined);
  });
});
