import { randomBytes, webcrypto } from 'node:crypto';

/** A cluster's own certificate authority: both parts as base64 of DER, the key as PKCS #8. */
export interface Authority {
  readonly certificate: string;
  readonly key: string;
}

/** What a node shows to clients and to the other nodes, as PEM. */
export interface NodeCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly expires: Date;
}

export interface NodeIdentity {
  readonly cluster: string;
  readonly node: string;
  readonly container: string;
  /** On the replication network. */
  readonly address: string;
  /** Other names that clients come to it by: its cluster's balancer shows them the node's own certificate. */
  readonly alsoNamed?: readonly string[];
}

const dayMs = 86_400_000;
/** Clocks of Docker's machine and of this one differ at times. */
const clockSkewMs = dayMs;
const authorityDays = 20 * 365;
/** A node gets a new one each time the engine starts it. */
const nodeDays = 397;

/** https://www.rfc-editor.org/rfc/rfc5480: small, fast to make, and known to every TLS library in use. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Loaded when a certificate is due: of all that starts with VS Code, most never makes one. */
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/**
 * The leading bit is 0, for a number that has to be positive: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2
 */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
}

/** DER in base64 as PEM: https://www.rfc-editor.org/rfc/rfc7468 */
function pem(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The certificate that clients check a server against, as PEM. */
export function authorityPem(authority: Pick<Authority, 'certificate'>): string {
  return pem('CERTIFICATE', authority.certificate);
}

/** Makes an authority that signs for one cluster's nodes and for nobody else; takes some milliseconds. */
export async function createAuthority(cluster: string, now: Date): Promise<Authority> {
  const x509 = await loadX509();
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ O: ['Galera Clusters'] }, { CN: [`Authority of ${cluster}`] }],
    notBefore: new Date(now.getTime() - clockSkewMs),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: Buffer.from(certificate.rawData).toString('base64'), key: await exportKey(keys.privateKey) };
}

/**
 * A new key and certificate for a node. A node is a server to clients and both server and client to other nodes;
 * it is reached by name, by its address, and on 127.0.0.1 through its published port.
 *
 * @param days how long it is valid, unless the authority ends before that.
 */
export async function issueNodeCertificate(
  authority: Authority,
  identity: NodeIdentity,
  now: Date,
  days = nodeDays,
): Promise<NodeCertificate> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', Buffer.from(authority.key, 'base64'), algorithm, false, [
    'sign',
  ]);
  const keys = await newKeys();
  const expires = new Date(Math.min(now.getTime() + days * dayMs, issuer.notAfter.getTime()));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ O: [identity.cluster] }, { CN: [identity.node] }],
    issuer: issuer.subjectName.toJSON(),
    notBefore: new Date(Math.max(now.getTime() - clockSkewMs, issuer.notBefore.getTime())),
    notAfter: expires,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...[identity.node, identity.container, ...(identity.alsoNamed ?? []), 'localhost'].map((value) => ({
          type: 'dns' as const,
          value,
        })),
        ...[identity.address, '127.0.0.1', '::1'].map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return {
    certificate: pem('CERTIFICATE', Buffer.from(certificate.rawData).toString('base64')),
    key: pem('PRIVATE KEY', await exportKey(keys.privateKey)),
    expires,
  };
}
