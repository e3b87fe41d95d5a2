import type { BootPhase } from '../../../../src/cluster/node/bootReport';
import type { Found } from '../../guard/startScript';
import { emptyVolume, positionOf, type SimVolume } from './simData';

/** What a server believes of its component. */
export interface Belief {
  readonly isPrimary: boolean;
  readonly confId: number;
  readonly members: readonly string[];
}

/**
 * A server: `looking` for its group; then a `joiner` of it until it has the data, and `synced`, or `donor` while it
 * fills another.
 */
export interface SimServer {
  stage: 'looking' | 'joiner' | 'synced' | 'donor';
  belief: Belief;
  /** The last Primary component that this server was in, which it needs the majority of. */
  last: Belief | undefined;
  /** Whom it fills. */
  fills: string | undefined;
  isBeingFilled: boolean;
  isDesynced: boolean;
  /** It takes part, and answers no client: somebody has used up its connections, or it hangs since it was started. */
  isMute: boolean;
  isHung: boolean;
}

export const nobody: Belief = { isPrimary: false, confId: -1, members: [] };

export function isSilent(server: SimServer | undefined): boolean {
  return server?.isMute === true || server?.isHung === true;
}

export function newServer(stage: SimServer['stage']): SimServer {
  const more = { isBeingFilled: false, isDesynced: false, isMute: false, isHung: false };
  return { stage, belief: nobody, last: undefined, fills: undefined, ...more };
}

/** What the engine tells a node that waits. */
export interface Order {
  readonly do: 'found' | 'join';
  readonly boot: string;
  readonly turn: number;
  readonly hosts: readonly string[];
  /** By the user's word: he chose whose data count. */
  readonly isForced: boolean;
}

/** What runs in a container: the start script's boot. */
export interface SimProcess {
  readonly boot: string;
  phase: BootPhase | 'preparing';
  turn: number;
  step: number;
  hasConnected: boolean;
  hasSynced: boolean;
  told: string | undefined;
  server: SimServer | undefined;
  tries: number;
  /** What it has found of its data in this turn. */
  found: Found | undefined;
  /** What its server began with, that joins. */
  began: Found | undefined;
  /** Whether its volume held just what it said then. */
  wasIntact: boolean;
  /** What it holds was given up when it looked. */
  wasGivenUp: boolean;
  /** A server of it has missed its own becoming Synced: that is rare, and three in a row isn't the loop's matter. */
  hasHung: boolean;
  /** Orders that it hasn't read yet. */
  lying: Order[];
}

export interface SimContainer {
  readonly id: string;
  /** Its start script counts no turns. */
  readonly isOld: boolean;
  run: number;
  isPaused: boolean;
  isConnected: boolean;
  exitCode: number;
  process: SimProcess | undefined;
  /** Its last server has been in a Primary component. */
  wasPrimary: boolean;
}

/** A node of a simulated cluster: a volume, perhaps a container, perhaps what runs in it. */
export class SimNode {
  volume: SimVolume | undefined;
  container: SimContainer | undefined;
  /** The others don't reach it, which Docker doesn't know. */
  isWalled = false;
  readonly address: string;

  constructor(readonly name: string) {
    this.address = `172.20.0.1${name.slice(1)}`;
  }

  get process(): SimProcess | undefined {
    return this.container?.process;
  }

  get server(): SimServer | undefined {
    return this.process?.server;
  }

  /** A server that takes part: one that isn't frozen. */
  get live(): SimServer | undefined {
    return this.container?.isPaused === true ? undefined : this.process?.server;
  }

  /** A server that takes part and has a complete state. */
  get isWhole(): boolean {
    return this.live?.stage === 'synced' || this.live?.stage === 'donor';
  }

  get isOnNetwork(): boolean {
    return this.container?.isConnected === true && !this.isWalled;
  }

  ensureVolume(): SimVolume {
    this.volume ??= emptyVolume();
    return this.volume;
  }

  /** What its start script found in this turn. */
  get found(): Found {
    return this.process?.found ?? positionOf(this.ensureVolume());
  }

  /** Whether a start script empties the volume before it starts a server that joins. */
  get beginsAnew(): boolean {
    return this.found.origin === 'interrupted';
  }

  /** What a start script does before it starts a server that joins. */
  beginToJoin(): Found {
    const volume = this.ensureVolume();
    let { found } = this;
    if (this.beginsAnew) {
      Object.assign(volume, emptyVolume(), { view: volume.view });
      found = positionOf(volume);
    }
    const began = { seqno: found.seqno, origin: found.origin };
    volume.disk = { ...volume.disk, began, grastate: found.joining.grastate };
    volume.leftLast = false;
    return found;
  }

  /** Its server is in service: notify.sh has taken the marks away. */
  serve(seqno: number): void {
    const volume = this.ensureVolume();
    volume.leftLast = false;
    volume.isInDoubt = false;
    volume.disk = { grastate: 'running', innodb: seqno, transfer: false, givenUp: false, began: undefined };
  }
}
