import assert from 'node:assert/strict';
import { archivesOf, networkOptions, sourcesList } from '../image/debianSources.mjs';

const main = { uri: 'http://mirror.test/debian/', suffix: '' };
const security = { uri: 'http://mirror.test/debian-security/', suffix: '-security' };

describe('archivesOf', () => {
  it('finds the main archive, its updates and its security archive', () => {
    const lines = [
      'Debian|bookworm|main|http://mirror.test/debian/',
      'Debian|bookworm-updates|main|http://mirror.test/debian/',
      'Debian|bookworm-security|main|http://mirror.test/debian-security/',
    ];
    assert.deepEqual(archivesOf(`${lines.join('\n')}\n`), [main, { ...main, suffix: '-updates' }, security]);
  });

  it('knows the older way to write the security archive', () => {
    assert.deepEqual(archivesOf('Debian|buster/updates|main|http://mirror.test/debian-security/'), [security]);
  });

  it('names an archive once, however many indexes it has', () => {
    const line = 'Debian|bookworm|main|http://mirror.test/debian/';
    assert.deepEqual(archivesOf(`${line}\n${line}`), [main]);
  });

  it("leaves out others' archives, other components, backports and lists that aren't fetched", () => {
    const lines = [
      'MariaDB|bookworm|main|http://mirror.test/mariadb/',
      'Ubuntu|noble|main|http://mirror.test/ubuntu/',
      'Debian|bookworm|contrib|http://mirror.test/debian/',
      'Debian Backports|bookworm-backports|main|http://mirror.test/debian/',
      'Debian|bookworm-proposed-updates|main|http://mirror.test/debian/',
      '$(ORIGIN)|bookworm|main|http://mirror.test/debian/',
    ];
    assert.deepEqual(archivesOf(lines.join('\n')), []);
  });
});

describe('sourcesList', () => {
  it('asks the same archives for another release', () => {
    assert.equal(
      sourcesList([main, security], 'trixie'),
      'deb http://mirror.test/debian/ trixie main\ndeb http://mirror.test/debian-security/ trixie-security main\n',
    );
  });
});

describe('networkOptions', () => {
  it('keeps proxies and retries, and nothing else', () => {
    const kept = ['Acquire::http::Proxy "http://proxy.test:3128";', 'Acquire::Retries "3";'];
    const dropped = ['Acquire::http::User-Agent "";', 'Acquire::IndexTargets "";', 'Acquire::Languages "none";'];
    assert.deepEqual(networkOptions([...kept, ...dropped].join('\n')), kept);
  });
});
