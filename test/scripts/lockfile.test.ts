import assert from 'node:assert/strict';
import { isInstalled } from '../../scripts/lib/lockfile.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b-darwin': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};

describe('isInstalled', () => {
  it('is true where all is there but what is optional', () => {
    assert.equal(isInstalled(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } }), true);
  });

  it('is false where a package is missing', () => {
    assert.equal(isInstalled(wanted, {}), false);
  });

  it('is false where a package has another version, or the same one with other content', () => {
    assert.equal(isInstalled(wanted, { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }), false);
    assert.equal(isInstalled(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }), false);
  });

  it('is false where a package is there that nothing asks for any more', () => {
    const a = { version: '1.0.0', integrity: 'sha512-a' };
    assert.equal(isInstalled(wanted, { 'node_modules/a': a, 'node_modules/c': { version: '1.0.0' } }), false);
  });
});
