import assert from 'node:assert/strict';
import {
  assertNodeImage,
  assertOneHome,
  assertRoomForAll,
  assertSstMethod,
  type ImageFacts,
  parseImageFacts,
} from '../../../src/cluster/node/checkImage';
import { sstMethodNames } from '../../../src/sst/methods';
import type { GaleraErrorCode } from '../../../src/cluster/vocabulary/errors';

describe('parseImageFacts', () => {
  const rows = [
    {
      what: 'a whole node image',
      output: 'version=11.8.6-MariaDB-0+deb13u1\nprovider=yes\n',
      facts: { version: '11.8.6-MariaDB-0+deb13u1', hasProvider: true, programs: [] },
    },
    {
      what: 'an image whose provider lies in two places',
      output: 'version=10.11.11-MariaDB\nprovider=yes\nprovider=yes\n',
      facts: { version: '10.11.11-MariaDB', hasProvider: true, programs: [] },
    },
    {
      what: 'an image without Galera',
      output: 'version=12.3.1-MariaDB\n',
      facts: { version: '12.3.1-MariaDB', hasProvider: false, programs: [] },
    },
    { what: 'an image without a server', output: '', facts: { version: '', hasProvider: false, programs: [] } },
    {
      what: 'the programs for state transfers',
      output: 'version=11.4.2-MariaDB\nprovider=yes\nprogram=rsync\nprogram=socat\n',
      facts: { version: '11.4.2-MariaDB', hasProvider: true, programs: ['rsync', 'socat'] },
    },
    {
      what: 'the room on the disk',
      output: 'version=11.4.2-MariaDB\nprovider=yes\nfree=83000000000\n',
      facts: { version: '11.4.2-MariaDB', hasProvider: true, programs: [], freeBytes: 83e9 },
    },
    {
      what: 'noise around it',
      output: 'bash: warning: setlocale\nversion=11.4.2-MariaDB\nnoprovider=yes\n',
      facts: { version: '11.4.2-MariaDB', hasProvider: false, programs: [] },
    },
  ];
  for (const { what, output, facts } of rows) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseImageFacts(output), { freeBytes: Number.NaN, ...facts });
    });
  }
});

describe('assertSstMethod', () => {
  const ofBackups = ['wsrep_sst_mariabackup', 'mariadb-backup', 'mbstream', 'socat'];
  const programs = ['perl', 'wsrep_sst_rsync', 'rsync', ...ofBackups];
  const facts = (...missing: string[]): Pick<ImageFacts, 'programs'> => ({
    programs: programs.filter((program) => !missing.includes(program)),
  });

  for (const method of sstMethodNames) {
    it(`takes an image with everything for ${method}`, () => {
      assertSstMethod('some/image', facts(), method, false);
    });
  }

  it('takes an image with perl only for mysqldump, whose script is ours', () => {
    assertSstMethod('some/image', { programs: ['perl'] }, 'mysqldump', true);
    const message = "The image some/image can't do SST by mysqldump: it has no perl.";
    assert.throws(() => assertSstMethod('some/image', facts('perl'), 'mysqldump', false), { message });
  });

  it('wants stunnel for rsync over TLS, which would go in the clear without', () => {
    const message = "The image some/image can't do SST by rsync over TLS: it has no stunnel.";
    assert.throws(() => assertSstMethod('some/image', facts(), 'rsync', true), { code: 'sstMethodMissing', message });
    assertSstMethod('some/image', { ...facts(), programs: [...programs, 'stunnel'] }, 'rsync', true);
  });

  it('wants openssl for mariabackup over TLS', () => {
    const message = "The image some/image can't do SST by mariabackup over TLS: it has no openssl.";
    assert.throws(() => assertSstMethod('some/image', facts(), 'mariabackup', true), {
      code: 'sstMethodMissing',
      message,
    });
    assertSstMethod('some/image', { ...facts(), programs: [...programs, 'openssl'] }, 'mariabackup', true);
  });

  const refused: [method: 'rsync' | 'mariabackup', missing: string[], says: RegExp][] = [
    ['rsync', ['rsync'], /some\/image can't do SST by rsync: it has no rsync\.$/],
    ['rsync', ['wsrep_sst_rsync'], /it has no wsrep_sst_rsync\.$/],
    ['mariabackup', ['mbstream', 'socat'], /SST by mariabackup: it has no mbstream, no socat\.$/],
  ];
  for (const [method, missing, message] of refused) {
    it(`refuses ${method} without ${missing.join(' and ')}`, () => {
      const code = 'sstMethodMissing';
      assert.throws(() => assertSstMethod('some/image', facts(...missing), method, false), {
        name: 'GaleraError',
        code,
        message,
      });
    });
  }
});

describe('assertOneHome', () => {
  it('takes an image with a volume at the home of a node, or elsewhere', () => {
    assertOneHome('some/image', ['/var/lib/mysql', '/var/lib/mysql-files']);
  });

  it('refuses one with a volume beneath it, which would be lost with the container', () => {
    assert.throws(() => assertOneHome('some/image', ['/var/lib/mysql/data']), {
      code: 'badImage',
      message: /some\/image declares \/var\/lib\/mysql\/data/,
    });
  });
});

describe('assertNodeImage', () => {
  for (const version of ['10.6.0-MariaDB', '10.11.11-MariaDB', '11.4.2-MariaDB-log', '12.2.0-MariaDB']) {
    it(`takes ${version} with Galera`, () => {
      assertNodeImage('some/image', { version, hasProvider: true });
    });
  }

  const refused: [facts: Pick<ImageFacts, 'version' | 'hasProvider'>, code: GaleraErrorCode, says: RegExp][] = [
    [{ version: '', hasProvider: false }, 'badImage', /no MariaDB server/],
    [{ version: '', hasProvider: true }, 'badImage', /no MariaDB server/],
    [{ version: 'nonsense', hasProvider: true }, 'badImage', /no MariaDB server/],
    [{ version: '12.3.1-MariaDB', hasProvider: false }, 'imageWithoutGalera', /12\.3\.1-MariaDB.*no Galera/],
    [{ version: '10.5.29-MariaDB', hasProvider: true }, 'badImage', /10\.5\.29-MariaDB.*10\.6 or later/],
    [{ version: '5.5.68-MariaDB', hasProvider: true }, 'badImage', /10\.6 or later/],
  ];
  for (const [facts, code, message] of refused) {
    it(`refuses version "${facts.version}" ${facts.hasProvider ? 'with' : 'without'} a provider`, () => {
      assert.throws(() => assertNodeImage('some/image', facts), { name: 'GaleraError', code, message });
      assert.throws(() => assertNodeImage('some/image', facts), { message: /some\/image/ });
    });
  }

  it('says which tags have Galera where the image has none', () => {
    const facts = { version: '12.3.1-MariaDB', hasProvider: false };
    assert.throws(() => assertNodeImage('mariadb:12.3', facts), { advice: /10\.11, 11\.4, 11\.8 and 12\.2/ });
  });
});

describe('assertRoomForAll', () => {
  it('takes what fits, and what nobody can say of', () => {
    assertRoomForAll({ freeBytes: 5e9 }, { nodes: 9, gcacheSize: '128M' });
    assertRoomForAll({ freeBytes: Number.NaN }, { nodes: 9, gcacheSize: '64G' });
  });

  it('refuses what fits one by one, and not together', () => {
    assertRoomForAll({ freeBytes: 80e9 }, { nodes: 1, gcacheSize: '64G' });
    assert.throws(() => assertRoomForAll({ freeBytes: 80e9 }, { nodes: 3, gcacheSize: '64G' }), {
      code: 'diskFull',
      message: /3 nodes with a gcache of 64G take 207\.1 GB, and the disk that Docker uses has 80\.0 GB free/,
    });
  });
});
