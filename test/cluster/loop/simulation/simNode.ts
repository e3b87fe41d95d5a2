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
 * A server: `opening` until it has opened its port; `looking` for its group; then a `joiner` of it until it has the data, and `synced`,
 * or `donor` while it fills another.
 */
export interface SimServer {
  stage: 'opening' | 'looking' | 'joiner' | 'synced' | 'donor';
  belief: Belief;
  /** The last Primary component that this server was in, which it needs the majority of. */
  last: Belief | undefined;
  /** Whom it fills. */
  fills: string | undefined;
  isDesynced: boolean;
}

export const nobody: Belief = { isPrimary: false, confId: -1, members: [] };

/** What runs in a container: the start script's boot. */
export interface SimProcess {
  readonly boot: string;
  readonly startedMs: number;
  phase: BootPhase | 'preparing';
  turn: number;
  step: number;
  hasConnected: boolean;
  hasSynced: boolean;
  told: string | undefined;
  hosts: readonly string[];
  server: SimServer | undefined;
  tries: number;
  /** What it has found of its data in this turn. */
  found: Found | undefined;
  /** What its server began with, that joins. */
  began: Found | undefined;
}

export interface SimContainer {
  readonly id: string;
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

  /** A server that takes part: neither frozen nor still opening its port. */
  get live(): SimServer | undefined {
    const { server } = this;
    return server === undefined || server.stage === 'opening' || this.container?.isPaused === true ? undefined : server;
  }

  get isOnNetwork(): boolean {
    return this.container?.isConnected === true;
  }

  ensureVolume(): SimVolume {
    this.volume ??= emptyVolume();
    return this.volume;
  }

  /** What a start script does before it starts a server that joins. */
  beginToJoin(): Found {
    const volume = this.ensureVolume();
    if ((this.process?.found ?? positionOf(volume)).origin === 'interrupted') {
      Object.assign(volume, emptyVolume(), { view: volume.view });
    }
    const found = positionOf(volume);
    volume.disk = { ...volume.disk, began: { seqno: found.seqno, origin: found.origin }, grastate: found.joining.grastate };
    volume.leftLast = false;
    return found;
  }

  /** Its server is in service: notify.sh has taken the marks away. */
  serve(seqno: number): void {
    const volume = this.ensureVolume();
    volume.leftLast = false;
    volume.isGivenUp = false;
    volume.disk = { grastate: 'running', innodb: seqno, transfer: false, givenUp: false, began: undefined };
  }
}
