import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const install = `for arg; do case $arg in --datadir=*) mkdir -p "\${arg#*=}/mysql" ;; esac; done; echo installed >&2`;

describe('prepare.sh', () => {
  it('names what it prepares by how it does it', () => {
    const [first, again, other] = printed(`
      name_prepared; echo "\${prepared_data#"$prepared"/}"
      name_prepared; echo "\${prepared_data#"$prepared"/}"
      prepare_data() { :; }
      name_prepared; echo "\${prepared_data#"$prepared"/}"`);
    assert.match(first ?? '', /^data-\d+$/);
    assert.equal(again, first);
    assert.notEqual(other, first);
  });

  it('installs once, and clears up what was left half-made', () => {
    const lines = `
      name_prepared
      mkdir "$prepared_data.left"
      prepare_data
      prepare_data
      ls "$prepared" | wc -l
      ls "$prepared_data"
      cat "$run/install.log"`;
    assert.deepEqual(printed(lines, { programs: { 'mariadb-install-db': install } }), ['1', 'mysql', 'installed']);
  });

  it('says what went wrong where the image can install nothing', () => {
    const programs = { 'mariadb-install-db': 'echo "no such thing" >&2; exit 1' };
    const { status, stderr } = inScript('name_prepared; prepare_data', { programs });
    assert.equal(status, 1);
    assert.match(stderr, /no such thing\n.* error: mariadb-install-db failed\n$/);
  });

  it('takes what is prepared, and prepares for itself where nothing is', () => {
    const lines = `
      name_prepared; mkdir "$prepared_data"; require_prepared; echo "\${prepared_data#"$root"}"
      rmdir "$prepared_data"; require_prepared; echo "\${prepared_data#"$root"}"`;
    const [shared, own] = printed(lines, { programs: { 'mariadb-install-db': install } });
    assert.match(shared ?? '', /^\/var\/lib\/galera-prepared\/data-/);
    assert.equal(own, '/var/lib/mysql/prepared/data');
  });
});
