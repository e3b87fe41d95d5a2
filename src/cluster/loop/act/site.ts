import { randomUUID } from 'node:crypto';
import type Docker from 'dockerode';
import { memberListOf } from '../../members/memberList';
import { findFreePort } from '../../docker/freePort';
import { type ClusterNetworks, replicationSubnet } from '../../docker/networks';
import type { Access } from '../../docker/access';
import { GaleraError } from '../../vocabulary/errors';
import { findCredentials } from '../../members/findCredentials';
import { findMembers, isRunning, type Member, publishedPort } from '../../members/members';
import { nodeResourceName } from '../../vocabulary/names';
import { type Credentials, generateCredentials } from '../../node/credentials';
import { type NodeSpec } from '../../node/nodeContainer';
import { reservedPorts } from '../../members/reservedPorts';
import { timeOfDay } from '../../vocabulary/timeOfDay';
import { createAuthority } from '../../node/authority';
import { renewedCredentials } from '../../members/renewal';
import { type ClusterTraits, defaultTraits } from '../../vocabulary/traits';
import type { TransferFacts } from '../../view/transfer/transferFacts';
import { UndoList } from '../../docker/undoList';

/** What a run works on, and what new members of it are made from. */
export interface SiteRequest {
  readonly cluster: string;
  /** Of members that are made; one that is there keeps its own. */
  readonly image: string;
  readonly traits?: ClusterTraits | undefined;
  /** Whether a cluster that is made here speaks TLS; it does where left out. One that exists stays as it is. */
  readonly tls?: boolean | undefined;
  /** All members that it has then. */
  readonly members: readonly string[];
  readonly donors?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Whether it is looked whose data the user has given up. */
  readonly readsMarks?: boolean | undefined;
}

/**
 * A cluster as one run works on it: what was found out for its steps, such as the ports and the credentials that its
 * nodes get. What a plan goes by is never kept here.
 */
export class Site {
  readonly undo = new UndoList();
  networks: ClusterNetworks | undefined;
  /** Containers that this run has started: what their scripts haven't said they haven't come to. */
  readonly started = new Set<string>();
  /** By container and run. */
  readonly facts = new Map<string, TransferFacts>();
  readonly #specs = new Map<string, NodeSpec>();
  #credentials: Promise<Credentials> | undefined;
  #subnet: Promise<string> | undefined;
  #seed: string | undefined;

  constructor(
    readonly request: SiteRequest,
    /** As they were when the run began. */
    readonly known: readonly Member[],
  ) {}

  get cluster(): string {
    return this.request.cluster;
  }

  container(access: Access, node: string): Docker.Container {
    return access.docker.getContainer(nodeResourceName(this.cluster, node));
  }

  /** Of the replication network; it outlives the run. */
  subnet(access: Access): Promise<string> {
    if (this.networks !== undefined) {
      return Promise.resolve(this.networks.subnet);
    }
    this.#subnet ??= replicationSubnet(access, this.cluster);
    return this.#subnet;
  }

  /** @throws GaleraError `unexpected` for a node that isn't to be a member */
  async spec(access: Access, node: string): Promise<NodeSpec> {
    if (this.#specs.size === 0) {
      await this.plan(access);
    }
    const spec = this.#specs.get(node);
    if (spec === undefined) {
      throw new GaleraError('unexpected', `"${this.cluster}" has no node "${node}".`);
    }
    return spec;
  }

  /** A node gets another port: its own is in use. */
  async movePort(access: Access, node: string, hostPort: number): Promise<NodeSpec> {
    const moved = { ...(await this.spec(access, node)), hostPort };
    this.#specs.set(node, moved);
    return moved;
  }

  private async plan(access: Access): Promise<void> {
    const { cluster, members, image, donors, traits: asked } = this.request;
    const subnet = await this.subnet(access);
    const reserved = await reservedPorts(access);
    const traits = this.known[0]?.traits ?? asked ?? defaultTraits;
    for (const node of members) {
      const known = this.known.find((member) => member.node === node);
      const hostPort = (known === undefined ? undefined : publishedPort(known)) ?? (await findFreePort(reserved));
      reserved.add(hostPort);
      const spec = {
        cluster,
        node,
        image: known?.image ?? image,
        subnet,
        hostPort,
        traits,
        donors: donors?.get(node) ?? [],
      };
      this.#specs.set(node, spec);
    }
  }

  async memberList(access: Access): Promise<string> {
    return memberListOf(this.request.members, await this.subnet(access));
  }

  /** Those that the cluster has, its authority renewed in time, or new ones. */
  credentials(access: Access): Promise<Credentials> {
    this.#credentials ??= this.findOrMakeCredentials(access);
    return this.#credentials;
  }

  private async findOrMakeCredentials(access: Access): Promise<Credentials> {
    const now = new Date();
    // Only who was there can have any; to look for a file costs dockerd a process. What is written to nodes is never
    // remembered only: someone may have changed it on all of them.
    const found =
      this.known.length === 0 ? undefined : await findCredentials(access, await findMembers(access, this.cluster));
    if (found === undefined) {
      return generateCredentials(this.request.tls === false ? undefined : await createAuthority(this.cluster, now));
    }
    return renewedCredentials(access, this.cluster, found, this.known.some(isRunning), now);
  }

  /**
   * What the data directories of a new cluster begin with: a state UUID, and the Unix time of their accounts. Nobody
   * holds anything yet, so all may begin with the same: the empty state, as position 0 of a new history.
   *
   * @returns undefined for a cluster that exists.
   */
  get seed(): string | undefined {
    if (this.known.length > 0) {
      return undefined;
    }
    this.#seed ??= `${randomUUID()} ${String(Math.floor(timeOfDay() / 1000))}`;
    return this.#seed;
  }
}
