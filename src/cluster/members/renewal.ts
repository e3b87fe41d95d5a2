import { X509Certificate } from 'node:crypto';
import type { Access } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import type { Credentials } from '../node/credentials';
import { type Authority, authorityPem, createAuthority } from '../node/authority';

const marginMs = 30 * 86_400_000;

/** From when until when a certificate is valid. */
export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

export function validityOf(authority: Authority): Validity {
  const certificate = new X509Certificate(authorityPem(authority));
  return { from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
}

/**
 * What is to be done about a cluster's authority before its nodes start. Nodes of two authorities don't know each
 * other, so a new one comes only while none runs: 30 days before the end at the earliest. Until its last day the
 * old one serves those that run; after it nobody new gets in, and the user has to stop them.
 */
export function decideRenewal(validity: Validity, now: Date, anyRuns: boolean): 'keep' | 'replace' | 'refuse' {
  const [from, at, to] = [validity.from.getTime(), now.getTime(), validity.to.getTime()];
  if (from <= at && at < to - marginMs) {
    return 'keep';
  }
  if (!anyRuns) {
    return 'replace';
  }
  return from <= at && at < to ? 'keep' : 'refuse';
}

/**
 * The credentials to start a cluster with: the same, or with a new authority where the old one's time is over.
 * A cluster made without TLS stays without.
 *
 * @throws GaleraError `certificateExpired` where nodes run by an authority that isn't valid any more
 */
export async function renewedCredentials(
  access: Access,
  cluster: string,
  credentials: Credentials,
  anyRuns: boolean,
  now: Date,
): Promise<Credentials> {
  const { authority } = credentials;
  if (authority === undefined) {
    return credentials;
  }
  const validity = validityOf(authority);
  const decision = decideRenewal(validity, now, anyRuns);
  if (decision === 'keep') {
    return credentials;
  }
  if (decision === 'refuse') {
    const period = `${validity.from.toISOString().slice(0, 10)} to ${validity.to.toISOString().slice(0, 10)}`;
    throw new GaleraError(
      'certificateExpired',
      `The certificate authority of "${cluster}" is valid from ${period} only.`,
      {
        advice: 'Stop the cluster, then start it: it gets a new one while no node runs.',
      },
    );
  }
  access.log.info(`"${cluster}" gets a new certificate authority: the old one's time is over`);
  return { ...credentials, authority: await createAuthority(cluster, now) };
}
