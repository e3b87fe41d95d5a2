import assert from 'node:assert/strict';
import type { Access } from '../../../src/cluster/docker/access';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { generateCredentials } from '../../../src/cluster/node/credentials';
import { createAuthority } from '../../../src/cluster/node/authority';
import { decideRenewal, renewedCredentials, validityOf } from '../../../src/cluster/members/renewal';

const validity = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2046-01-01T00:00:00Z') };

describe('decideRenewal', () => {
  const rows: [when: string, anyRuns: boolean, decision: ReturnType<typeof decideRenewal>][] = [
    ['2025-12-31T23:59:59Z', false, 'replace'],
    ['2025-12-31T23:59:59Z', true, 'refuse'],
    ['2026-01-01T00:00:00Z', false, 'keep'],
    ['2026-01-01T00:00:00Z', true, 'keep'],
    ['2045-12-01T23:59:59Z', false, 'keep'],
    ['2045-12-02T00:00:00Z', false, 'replace'],
    ['2045-12-02T00:00:00Z', true, 'keep'],
    ['2045-12-31T23:59:59Z', true, 'keep'],
    ['2046-01-01T00:00:00Z', true, 'refuse'],
    ['2046-01-01T00:00:00Z', false, 'replace'],
  ];
  for (const [when, anyRuns, decision] of rows) {
    it(`says ${decision} at ${when} while ${anyRuns ? 'a node runs' : 'none runs'}`, () => {
      assert.equal(decideRenewal(validity, new Date(when), anyRuns), decision);
    });
  }
});

describe('renewedCredentials', () => {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const access = { log } as unknown as Access;
  const made = new Date('2000-01-01T00:00:00Z');
  const after = new Date('2026-01-01T00:00:00Z');

  it('leaves a cluster without TLS without', async () => {
    const credentials = generateCredentials();
    assert.equal(await renewedCredentials(access, 'shop', credentials, false, after), credentials);
  });

  it('keeps an authority that is valid', async () => {
    const credentials = generateCredentials(await createAuthority('shop', made));
    assert.equal(await renewedCredentials(access, 'shop', credentials, false, made), credentials);
  });

  it('replaces an expired one, and nothing else', async () => {
    const credentials = generateCredentials(await createAuthority('shop', made));
    const { authority, ...passwords } = await renewedCredentials(access, 'shop', credentials, false, after);
    assert.notEqual(authority?.key, credentials.authority?.key);
    assert.ok(authority !== undefined && validityOf(authority).to > after);
    assert.deepEqual({ ...passwords, authority: credentials.authority }, credentials);
  });

  it('refuses an expired one while a node runs, and says what to do', async () => {
    const credentials = generateCredentials(await createAuthority('shop', made));
    await assert.rejects(renewedCredentials(access, 'shop', credentials, true, after), (error) => {
      assert.ok(GaleraError.is(error, 'certificateExpired'));
      assert.match(error.message, /"shop" is valid from 1999-12-31 to 2019-12-27 only/);
      assert.match(error.advice ?? '', /Stop the cluster, then start it/);
      return true;
    });
  });
});
