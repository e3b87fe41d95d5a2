import assert from 'node:assert/strict';
import {
  type ClusterTraits,
  defaultTraits,
  hasTraits,
  parseTraits,
  sizeInBytes,
  traitLabels,
  traitsOf,
} from '../../../src/cluster/vocabulary/traits';

describe('sizeInBytes', () => {
  const rows: [size: string, bytes: number | undefined][] = [
    ['0', 0],
    ['1000', 1000],
    ['1K', 1024],
    ['128M', 128 * 1024 ** 2],
    ['128m', 128 * 1024 ** 2],
    ['2G', 2 * 1024 ** 3],
    ['', undefined],
    ['M', undefined],
    ['1.5G', undefined],
    ['-1M', undefined],
    ['1 M', undefined],
    ['1T', undefined],
    ['128M;pc.recovery=yes', undefined],
    ['1M\n', undefined],
  ];
  for (const [size, bytes] of rows) {
    it(`makes ${String(bytes)} of ${JSON.stringify(size)}`, () => {
      assert.equal(sizeInBytes(size), bytes);
    });
  }
});

describe('parseTraits', () => {
  it('takes what was asked for and nothing else', () => {
    assert.deepEqual(parseTraits({}), {});
    assert.deepEqual(parseTraits({ sstMethod: 'rsync' }), { sstMethod: 'rsync' });
    assert.deepEqual(parseTraits({ sstMethod: 'mariabackup', gcacheSize: '1G' }), {
      sstMethod: 'mariabackup',
      gcacheSize: '1G',
    });
  });

  for (const sstMethod of ['', 'Rsync', 'xtrabackup', 'rsync_wan', 'mysqldump; rm']) {
    it(`refuses the method "${sstMethod}", naming those there are`, () => {
      const advice = /mysqldump, rsync, mariabackup/;
      assert.throws(() => parseTraits({ sstMethod }), {
        code: 'badSstMethod',
        message: `There is no SST method "${sstMethod}".`,
        advice,
      });
    });
  }

  for (const gcacheSize of ['', '0', '1023K', '65G', 'large', '128MB', '99999999999999999999']) {
    it(`refuses the gcache size "${gcacheSize}", naming the limits`, () => {
      assert.throws(() => parseTraits({ gcacheSize }), { code: 'badGcacheSize', advice: /1M to 64G/ });
    });
  }

  for (const gcacheSize of ['1M', '1048576', '64G', '512m']) {
    it(`takes the gcache size "${gcacheSize}"`, () => {
      assert.deepEqual(parseTraits({ gcacheSize }), { gcacheSize });
    });
  }
});

describe('traitsOf', () => {
  it('finds again what traitLabels wrote', () => {
    const traits: ClusterTraits = { sstMethod: 'mariabackup', gcacheSize: '2G' };
    assert.deepEqual(traitsOf(traitLabels(traits)), traits);
  });

  it('takes volumes without the labels for clusters with the defaults', () => {
    assert.deepEqual(traitsOf({}), defaultTraits);
  });

  it('takes labels that it does not know for the defaults', () => {
    assert.deepEqual(
      traitsOf({ ...traitLabels(defaultTraits), 'galera-clusters.sst-method': 'pigeon' }),
      defaultTraits,
    );
  });
});

describe('hasTraits', () => {
  const rows: [asked: Partial<ClusterTraits>, agrees: boolean][] = [
    [{}, true],
    [{ sstMethod: 'mysqldump' }, true],
    [{ sstMethod: 'rsync' }, false],
    [{ gcacheSize: '131072k' }, true],
    [{ gcacheSize: '129M' }, false],
    [{ sstMethod: 'mysqldump', gcacheSize: '1G' }, false],
  ];
  for (const [asked, agrees] of rows) {
    it(`says ${String(agrees)} for ${JSON.stringify(asked)} asked of the defaults`, () => {
      assert.equal(hasTraits(defaultTraits, asked), agrees);
    });
  }
});
