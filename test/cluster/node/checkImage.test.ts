import assert from 'node:assert/strict';
import { assertNodeImage, assertSstMethod, type ImageFacts, parseImageFacts } from '../../../src/cluster/node/checkImage';
import type { GaleraErrorCode } from '../../../src/cluster/errors';

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
      what: 'noise around it',
      output: 'bash: warning: setlocale\nversion=11.4.2-MariaDB\nnoprovider=yes\n',
      facts: { version: '11.4.2-MariaDB', hasProvider: false, programs: [] },
    },
  ];
  for (const { what, output, facts } of rows) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseImageFacts(output), facts);
    });
  }
});

describe('assertNodeImage', () => {
  for (const version of ['10.6.0-MariaDB', '10.11.11-MariaDB', '11.4.2-MariaDB-log', '12.2.0-MariaDB']) {
    it(`takes ${version} with Galera`, () => {
      assertNodeImage('some/image', { version, hasProvider: true, programs: [] });
    });
  }

  const refused: [facts: ImageFacts, code: GaleraErrorCode, says: RegExp][] = [
    [{ version: '', hasProvider: false, programs: [] }, 'badImage', /no MariaDB server/],
    [{ version: '', hasProvider: true, programs: [] }, 'badImage', /no MariaDB server/],
    [{ version: 'nonsense', hasProvider: true, programs: [] }, 'badImage', /no MariaDB server/],
    [{ version: '12.3.1-MariaDB', hasProvider: false, programs: [] }, 'imageWithoutGalera', /12\.3\.1-MariaDB.*no Galera/],
    [{ version: '10.5.29-MariaDB', hasProvider: true, programs: [] }, 'badImage', /10\.5\.29-MariaDB.*10\.6 or later/],
    [{ version: '5.5.68-MariaDB', hasProvider: true, programs: [] }, 'badImage', /10\.6 or later/],
  ];
  for (const [facts, code, message] of refused) {
    it(`refuses version "${facts.version}" ${facts.hasProvider ? 'with' : 'without'} a provider`, () => {
      assert.throws(() => assertNodeImage('some/image', facts), { name: 'GaleraError', code, message });
      assert.throws(() => assertNodeImage('some/image', facts), { message: /some\/image/ });
    });
  }

  it('says which tags have Galera where the image has none', () => {
    const facts = { version: '12.3.1-MariaDB', hasProvider: false, programs: [] };
    assert.throws(() => assertNodeImage('mariadb:12.3', facts), { advice: /10\.11, 11\.4, 11\.8 and 12\.2/ });
  });
});
