import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { checkServerIdentity, connect, createServer } from 'node:tls';
import { authorityPem, createAuthority, issueNodeCertificate } from '../../../src/cluster/node/authority';

const identity = { cluster: 'shop', node: 'g2', container: 'galera-shop-g2', address: '172.20.0.12' };
const now = new Date('2026-03-01T12:00:00Z');
const days = (count: number): number => count * 86_400_000;

describe('createAuthority', () => {
  it('makes one that signs for itself and may sign for others', async () => {
    const authority = new X509Certificate(authorityPem(await createAuthority('shop', now)));
    assert.equal(authority.ca, true);
    assert.equal(authority.verify(authority.publicKey), true);
    assert.match(authority.subject, /CN=Authority of shop$/);
  });

  it('makes another each time', async () => {
    const [one, two] = await Promise.all([createAuthority('shop', now), createAuthority('shop', now)]);
    assert.notEqual(one.key, two.key);
    assert.notEqual(one.certificate, two.certificate);
  });
});

describe('issueNodeCertificate', () => {
  it('is signed by the authority it is of, and by no other', async () => {
    const [own, other] = await Promise.all([createAuthority('shop', now), createAuthority('shop', now)]);
    const certificate = new X509Certificate((await issueNodeCertificate(own, identity, now)).certificate);
    assert.equal(certificate.verify(new X509Certificate(authorityPem(own)).publicKey), true);
    assert.equal(certificate.verify(new X509Certificate(authorityPem(other)).publicKey), false);
    assert.equal(certificate.ca, false);
  });

  it('names what the node is reached by', async () => {
    const { certificate } = await issueNodeCertificate(await createAuthority('shop', now), identity, now);
    const read = new X509Certificate(certificate);
    for (const name of ['g2', 'galera-shop-g2', 'localhost']) {
      assert.equal(read.checkHost(name), name);
    }
    for (const address of ['172.20.0.12', '127.0.0.1']) {
      assert.equal(read.checkIP(address), address);
    }
    assert.equal(read.checkHost('g1'), undefined);
    assert.equal(read.checkIP('172.20.0.11'), undefined);
  });

  it('is valid for 397 days from now, and a little before', async () => {
    const { certificate, expires } = await issueNodeCertificate(await createAuthority('shop', now), identity, now);
    const read = new X509Certificate(certificate);
    assert.equal(expires.getTime() - now.getTime(), days(397));
    assert.equal(new Date(read.validTo).getTime(), expires.getTime());
    assert.ok(new Date(read.validFrom).getTime() < now.getTime());
  });

  it("doesn't outlive its authority", async () => {
    const authority = await createAuthority('shop', now);
    const { validTo } = new X509Certificate(authorityPem(authority));
    const late = new Date(new Date(validTo).getTime() - days(31));
    const { expires } = await issueNodeCertificate(authority, identity, late);
    assert.equal(expires.getTime(), new Date(validTo).getTime());
  });

  /** The error of a client that checks a server of one authority by another's, or by the same. */
  async function handshake(trusted: 'own' | 'other', host: string): Promise<string> {
    const own = await createAuthority('shop', new Date());
    const other = await createAuthority('shop', new Date());
    const { certificate, key } = await issueNodeCertificate(own, identity, new Date());
    const server = createServer({ cert: certificate, key }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ca = authorityPem(trusted === 'own' ? own : other);
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca,
      checkServerIdentity: (_, peer) => checkServerIdentity(host, peer),
    });
    try {
      await once(socket, 'secureConnect');
      return 'trusted';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? '';
    } finally {
      socket.destroy();
      server.close();
    }
  }

  it('proves the node to a client that trusts the authority', async () => {
    assert.equal(await handshake('own', '127.0.0.1'), 'trusted');
  });

  it('proves nothing to a client of another authority of the same name', async () => {
    assert.match(await handshake('other', '127.0.0.1'), /SIGNATURE|SELF_SIGNED|UNABLE/);
  });

  it("proves nothing under another node's address", async () => {
    assert.equal(await handshake('own', '172.20.0.11'), 'ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
