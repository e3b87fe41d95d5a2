import { isSame, nothing, positionOf, SimHistory, Violation } from './simData';
import { type Belief, nobody, SimNode } from './simNode';
import type { Chance, Scheduler } from './scheduler';

/** Servers that lose one notice it between these, in milliseconds; until then they believe in the component that was. */
const notice = { least: 50, most: 6_000 };
/** pc.wait_prim_timeout */
const mostLookMs = 10_000;

const isSameBelief = (a: Belief, b: Belief): boolean =>
  a.isPrimary === b.isPrimary && a.confId === b.confId && a.members.join() === b.members.join();

/**
 * Servers and their group, by the rules that a component stays Primary by (weights all 1), with the time that each thing takes. What a
 * volume means is asked of the real start script.
 * https://galeracluster.com/library/documentation/weighted-quorum.html
 */
export class SimCluster {
  readonly nodes: SimNode[];
  readonly history = new SimHistory();
  #confId = 0;
  /** Volumes of nodes that had served and were deleted by hand. */
  lostVolumes = 0;
  /** By the user's word: he chose whose data count. */
  isForced = false;

  constructor(
    readonly time: Scheduler,
    readonly chance: Chance,
    most: number,
  ) {
    this.nodes = Array.from({ length: most }, (_, index) => new SimNode(`g${String(index + 1)}`));
  }

  node(name: string): SimNode {
    const node = this.nodes.find((each) => each.name === name);
    if (node === undefined) {
      throw new RangeError(`no node ${name}`);
    }
    return node;
  }

  /** Whether a component can acknowledge anything: all its members are there, see each other, and believe in it. */
  private canCommit({ isPrimary, members, confId }: Belief): boolean {
    return (
      isPrimary &&
      members.every((name) => {
        const node = this.node(name);
        const { live } = node;
        return live?.belief.isPrimary === true && live.belief.confId === confId && (node.isOnNetwork || members.length === 1);
      })
    );
  }

  private get beliefs(): Belief[] {
    return this.nodes.flatMap(({ live }) => (live === undefined ? [] : [live.belief]));
  }

  /** The component that serves; there must never be two. */
  serving(): Belief | undefined {
    const able = this.beliefs.filter((belief) => this.canCommit(belief));
    const [first, ...more] = able.filter((belief, index) => able.findIndex((each) => isSameBelief(each, belief)) === index);
    if (more.length > 0) {
      throw new Violation(`two components serve: ${[first, ...more].map((each) => each?.members.join('+')).join(' and ')}`);
    }
    return first;
  }

  private servingNodes(): SimNode[] {
    const belief = this.serving();
    return this.nodes.filter(({ name, live }) => belief?.members.includes(name) === true && live !== undefined && live.stage !== 'joiner');
  }

  /** @param isCut between 0 and 2 where this member is killed in it: before it has done it, before InnoDB knows, or after. */
  write(isDdl: boolean, cut?: { readonly name: string; readonly how: number }): void {
    const members = this.servingNodes();
    const before = { seqno: this.history.seqno, content: this.history.newest };
    if (members.length === 0 || (cut !== undefined && members.every(({ name }) => name !== cut.name))) {
      return;
    }
    const content = this.history.change(isDdl);
    for (const node of members) {
      const volume = node.ensureVolume();
      const isBehind = cut?.name === node.name && cut.how === 0;
      volume.content = isBehind ? before.content : content;
      volume.disk = { ...volume.disk, innodb: cut?.name === node.name && cut.how < 2 ? before.seqno : this.history.seqno };
    }
    if (cut === undefined || members.length > 1) {
      this.history.acknowledge();
    }
    if (cut !== undefined) {
      const volume = this.node(cut.name).ensureVolume();
      this.kill(cut.name);
      volume.disk = { ...volume.disk, grastate: 'zero' };
    }
  }

  kill(name: string): void {
    const { container } = this.node(name);
    if (container?.process === undefined) {
      return;
    }
    this.endProcess(name, 137);
    this.regroupSoon();
  }

  /** The container ends; what its server held stays as it is on the volume. */
  endProcess(name: string, exitCode: number): void {
    const node = this.node(name);
    if (node.container !== undefined) {
      node.container.process = undefined;
      node.container.isPaused = false;
      node.container.exitCode = exitCode;
    }
  }

  /** The server leaves its group in good order; the others know at once. */
  leave(name: string): void {
    const node = this.node(name);
    const { server, volume } = node;
    if (server === undefined || volume === undefined) {
      return;
    }
    const { belief, stage } = server;
    const isWhole = stage === 'synced' || stage === 'donor';
    if (isWhole && volume.disk.grastate !== 'zero') {
      volume.disk = { ...volume.disk, grastate: 'stopped' };
      volume.leftLast = belief.isPrimary && belief.members.length === 1;
    }
    if (node.process !== undefined) {
      node.process.server = undefined;
    }
    const rest = belief.members.filter((each) => each !== name && this.node(each).live?.belief.confId === belief.confId);
    const gone = belief.members.length - 1 - rest.length;
    if (belief.members.includes(name) && rest.length > 0 && gone === 0) {
      this.form(rest, belief.isPrimary);
    }
    this.regroupSoon(0);
  }

  /** All of these are of one component from now on. */
  private form(members: readonly string[], isPrimary: boolean): void {
    this.#confId += 1;
    const belief = { isPrimary, confId: isPrimary ? this.#confId : -1, members };
    if (isPrimary) {
      this.history.view();
    }
    // One that comes back to it gets what it has missed first.
    const isUpToDate = ({ volume }: SimNode): boolean => volume?.disk.innodb === this.history.seqno - 1;
    for (const name of members) {
      const node = this.node(name);
      const { live } = node;
      if (live === undefined) {
        continue;
      }
      live.belief = belief;
      if (isPrimary) {
        live.last = belief;
        if (live.stage !== 'joiner' && live.stage !== 'looking' && isUpToDate(node)) {
          const volume = node.ensureVolume();
          volume.view = members;
          volume.disk = { ...volume.disk, innodb: this.history.seqno };
        }
      }
    }
    this.serving();
  }

  regroupSoon(ms = this.chance.between(notice.least, notice.most)): void {
    this.time.at(ms, () => this.regroup());
  }

  /** Servers that see each other agree on who they are, and on whether they are Primary. */
  private regroup(): void {
    const live = this.nodes.filter((node) => node.live !== undefined);
    const together = live.filter((node) => node.isOnNetwork);
    for (const set of [together, ...live.filter((node) => !node.isOnNetwork).map((node) => [node])]) {
      this.agree(set);
    }
  }

  private agree(set: readonly SimNode[]): void {
    const names = set.map(({ name }) => name);
    const [first] = set;
    if (first === undefined || set.every(({ live }) => live !== undefined && live.belief.members.join() === names.join() && isSameBelief(live.belief, first.live?.belief ?? nobody))) {
      return;
    }
    const lasts = set.flatMap(({ live }) => live?.last ?? []).sort((a, b) => b.confId - a.confId);
    const [last] = lasts;
    const kept = last === undefined ? [] : set.filter(({ name, live }) => last.members.includes(name) && live?.last?.confId === last.confId);
    // Of joiners alone none has a complete state.
    const isWhole = kept.some(({ live }) => live?.stage === 'synced' || live?.stage === 'donor');
    if (last === undefined || 2 * kept.length <= last.members.length || !isWhole) {
      this.form(names, false);
      return;
    }
    const wasPrimary = new Set(kept.map(({ name }) => name));
    this.form(names, true);
    for (const node of set.filter(({ name }) => !wasPrimary.has(name))) {
      this.comeIn(node);
    }
  }

  /** A server has come to a component that serves: it gets what it lacks. */
  private comeIn(node: SimNode): void {
    const { process, live } = node;
    if (process === undefined || live === undefined) {
      return;
    }
    process.hasConnected = true;
    live.stage = 'joiner';
    this.time.at(this.chance.between(50, 400), () => this.beginTransfer(node, process.boot));
  }

  private beginTransfer(node: SimNode, boot: string): void {
    const { process, live, volume } = node;
    if (process?.boot !== boot || live?.stage !== 'joiner' || volume === undefined) {
      return;
    }
    const belief = this.serving();
    const donors = this.nodes.filter(({ name, live: other }) => belief?.members.includes(name) === true && other?.stage === 'synced' && !other.isDesynced);
    if (belief?.members.includes(node.name) !== true || donors.length === 0) {
      // Without quorum it looks for a group again; without a donor it waits for one.
      this.time.at(500, () => this.beginTransfer(node, boot));
      return;
    }
    const donor = this.chance.of(donors);
    const from = process.hasSynced ? volume.disk.innodb : (process.began?.joining.seqno ?? -1);
    const isAlone = process.hasSynced || (process.began !== undefined && this.history.getsTheRestAlone(process.began));
    if (!isAlone) {
      volume.disk = { ...volume.disk, grastate: 'zero', transfer: true };
      volume.content = { changes: -2, ddl: -2 };
      if (donor.live !== undefined) {
        Object.assign(donor.live, { stage: 'donor', fills: node.name });
      }
    }
    this.time.at(this.chance.between(100, isAlone ? 600 : 4_000), () => this.endTransfer(node, boot, donor, isAlone ? from : undefined));
  }

  private endTransfer(node: SimNode, boot: string, donor: SimNode, from: number | undefined): void {
    if (donor.server?.fills === node.name) {
      Object.assign(donor.server, { stage: 'synced', fills: undefined });
    }
    const { process, live, volume } = node;
    if (process?.boot !== boot || live?.stage !== 'joiner' || volume === undefined) {
      return;
    }
    const belief = this.serving();
    if (belief?.members.includes(node.name) !== true || donor.live === undefined) {
      // What was to fill it is gone: the server ends, and its script tries again.
      this.serverEnds(node, boot);
      return;
    }
    volume.content = from === undefined ? this.history.newest : this.history.catchUp(node.name, volume, from);
    this.enterService(node);
    volume.view = live.belief.members;
  }

  private enterService(node: SimNode): void {
    const { process, live } = node;
    if (process !== undefined && live !== undefined) {
      live.stage = 'synced';
      process.hasSynced = true;
      process.hasConnected = true;
      process.told = 'synced';
      node.serve(this.history.seqno);
      for (const name of live.belief.members) {
        const other = this.node(name);
        if (other.live?.stage === 'synced' && other.volume !== undefined) {
          other.volume.view = live.belief.members;
        }
      }
    }
  }

  /** A server that founds, with what its node holds. */
  foundWith(node: SimNode): void {
    const volume = node.ensureVolume();
    this.history.found(node.name, volume, this.isForced);
    Object.assign(node.container ?? {}, { wasPrimary: true });
    if (node.process !== undefined) {
      node.process.server = { stage: 'synced', belief: nobody, last: undefined, fills: undefined, isDesynced: false };
    }
    this.form([node.name], true);
    this.enterService(node);
    this.regroupSoon(this.chance.between(0, 300));
  }

  /** A server that joins looks for its group, and gives up after a while. */
  lookFor(node: SimNode): void {
    const { process } = node;
    if (process === undefined) {
      return;
    }
    process.began = node.beginToJoin();
    Object.assign(node.container ?? {}, { wasPrimary: false });
    // What the server writes while it waits for what it needs.
    const volume = node.ensureVolume();
    volume.disk = { ...volume.disk, grastate: 'zero' };
    process.server = { stage: 'looking', belief: nobody, last: undefined, fills: undefined, isDesynced: false };
    const { server } = process;
    this.regroupSoon(this.chance.between(50, 500));
    this.time.at(mostLookMs, () => {
      if (node.process?.server === server && server.stage === 'looking') {
        this.serverEnds(node, process.boot);
      }
    });
  }

  /** Its server has ended before it was in service; its start script waits for its turn again, or gives up. */
  serverEnds(node: SimNode, boot: string): void {
    const { process } = node;
    if (process?.boot !== boot || process.server === undefined) {
      return;
    }
    const wasMember = process.server.belief.members.length > 1;
    process.server = undefined;
    process.tries += 1;
    if (wasMember) {
      this.regroupSoon(0);
    }
    if (process.tries >= 3) {
      this.endProcess(node.name, 1);
      return;
    }
    process.phase = 'waiting';
    process.turn += 1;
    process.found = positionOf(node.ensureVolume());
    process.hasConnected = false;
  }

  /** A component that lost its quorum is told to be Primary again. */
  reform(name: string): void {
    const { live } = this.node(name);
    if (live === undefined || live.belief.isPrimary) {
      return;
    }
    const { members } = live.belief;
    const most = Math.max(...members.map((each) => this.node(each).volume?.disk.innodb ?? -1));
    const holder = members.map((each) => this.node(each)).find((each) => each.volume?.disk.innodb === most) ?? this.node(name);
    this.history.goOnFrom(holder.name, holder.volume?.content ?? nothing, most, this.isForced);
    this.form(members, true);
    for (const each of members.map((member) => this.node(member))) {
      if (each.volume !== undefined && each.volume.disk.innodb < most) {
        each.volume.content = this.history.catchUp(each.name, each.volume, each.volume.disk.innodb);
        each.volume.disk = { ...each.volume.disk, innodb: most };
      }
    }
  }

  /** Data are about to go: another has to hold what was acknowledged. */
  assertNotLast(name: string): void {
    const { volume } = this.node(name);
    const { acknowledged } = this.history;
    const others = this.nodes.filter((other) => other.name !== name && other.volume !== undefined && !other.volume.isGivenUp);
    if ((volume?.content.changes ?? -1) >= acknowledged && acknowledged > 0 && others.every((other) => (other.volume?.content.changes ?? -1) < acknowledged)) {
      throw new Violation(`the last copy of ${acknowledged} acknowledged changes goes with ${name}`);
    }
  }

  /** Why those that serve don't all hold the same; undefined where they do. */
  divergence(): string | undefined {
    const odd = this.servingNodes().find(({ volume }) => !isSame(volume?.content ?? nothing, this.history.newest));
    return odd === undefined ? undefined : `${odd.name} holds ${JSON.stringify(odd.volume?.content)}, the history has ${JSON.stringify(this.history.newest)}`;
  }
}
