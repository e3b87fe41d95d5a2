import { SimHistory } from './simHistory';
import { Violation } from './simData';
import { type Belief, nobody, SimNode } from './simNode';
import type { Chance, Scheduler } from './scheduler';
import { Watch } from './watch';

/** Servers that lose one notice it within these, in milliseconds; until then they believe in what was. */
const notice = { least: 50, most: 6_000 };
/** For so long nothing was done to a component that lost its quorum of itself. */
const calmMs = 20_000;

const isSameBelief = (a: Belief, b: Belief): boolean =>
  a.isPrimary === b.isPrimary && a.confId === b.confId && a.members.join() === b.members.join();

/**
 * Servers and their group, by the rules that a component stays Primary by (weights all 1), with the time that each
 * thing takes.
 * https://galeracluster.com/library/documentation/weighted-quorum.html
 */
export abstract class SimGroup {
  readonly nodes: SimNode[];
  readonly history = new SimHistory();
  readonly watch: Watch;
  #confId = 0;

  constructor(
    readonly time: Scheduler,
    readonly chance: Chance,
    most: number,
  ) {
    this.watch = new Watch(() => time.nowMs());
    this.nodes = Array.from({ length: most }, (_, index) => new SimNode(`g${String(index + 1)}`));
  }

  /** A server has come to a component that serves: it gets what it lacks. */
  protected abstract comeIn(node: SimNode): void;
  /** The server ends by itself: it has met a component that serves apart from its own. */
  protected abstract abort(node: SimNode): void;

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
        const { live, isOnNetwork } = this.node(name);
        const isReached = isOnNetwork || members.length === 1;
        return isReached && live?.belief.isPrimary === true && live.belief.confId === confId;
      })
    );
  }

  /** The components that serve. */
  allServing(): Belief[] {
    const able: Belief[] = [];
    for (const { live } of this.nodes) {
      const belief = live?.belief;
      if (belief !== undefined && able.every((each) => each.confId !== belief.confId) && this.canCommit(belief)) {
        able.push(belief);
      }
    }
    return able;
  }

  /** The component that serves; there must never be two, but by somebody's own hand. */
  serving(): Belief | undefined {
    const [first, ...more] = this.allServing();
    if (more.length > 0 && !this.history.isForked) {
      const all = [first, ...more].map((each) => each?.members.join('+'));
      throw new Violation(`two components serve: ${all.join(' and ')}`);
    }
    return first;
  }

  /** Those in service. */
  servingNodes(): SimNode[] {
    const members = this.serving()?.members ?? [];
    return this.nodes.filter(({ name, isWhole }) => isWhole && members.includes(name));
  }

  /** The container ends; what its server held stays as it is on the volume. */
  protected endProcess(name: string, exitCode: number): void {
    const { container } = this.node(name);
    if (container !== undefined) {
      container.process = undefined;
      container.isPaused = false;
      container.exitCode = exitCode;
    }
  }

  kill(name: string): void {
    if (this.node(name).process !== undefined) {
      this.endProcess(name, 137);
      this.regroupSoon();
    }
  }

  /** The server leaves its group in good order; the others know at once. */
  protected leave(name: string): void {
    const { server, volume, process } = this.node(name);
    if (server === undefined || volume === undefined || process === undefined) {
      return;
    }
    const { belief, stage } = server;
    if ((stage === 'synced' || stage === 'donor') && volume.disk.grastate !== 'zero') {
      volume.disk = { ...volume.disk, grastate: 'stopped' };
      volume.leftLast = belief.isPrimary && belief.members.length === 1;
    }
    process.server = undefined;
    const rest = belief.members.filter(
      (each) => each !== name && this.node(each).live?.belief.confId === belief.confId,
    );
    if (belief.members.includes(name) && rest.length > 0 && rest.length === belief.members.length - 1) {
      // Of joiners alone none has a complete state.
      this.form(rest, belief.isPrimary && rest.some((each) => this.node(each).isWhole));
    }
    this.regroupSoon(0);
  }

  /** All of these are of one component from now on. */
  protected form(members: readonly string[], isPrimary: boolean): void {
    this.#confId += 1;
    const belief = { isPrimary, confId: isPrimary ? this.#confId : -1, members };
    if (isPrimary) {
      this.history.view();
    }
    for (const name of members) {
      const node = this.node(name);
      const { live } = node;
      if (live === undefined) {
        continue;
      }
      live.belief = belief;
      if (isPrimary) {
        live.last = belief;
        // One that comes back to it gets what it has missed first.
        const isUpToDate = node.volume?.disk.innodb === this.history.seqno - 1;
        if (live.stage !== 'joiner' && live.stage !== 'looking' && isUpToDate) {
          const volume = node.ensureVolume();
          volume.view = members;
          volume.disk = { ...volume.disk, innodb: this.history.seqno };
        }
      }
    }
    this.serving();
  }

  protected regroupSoon(ms = this.chance.between(notice.least, notice.most)): void {
    this.time.at(ms, () => this.regroup());
  }

  /** Servers that see each other agree on who they are, and on whether they are Primary. */
  private regroup(): void {
    const live = this.nodes.filter((node) => node.live !== undefined);
    this.agree(live.filter((node) => node.isOnNetwork));
    for (const node of live.filter((each) => !each.isOnNetwork)) {
      this.agree([node]);
    }
  }

  private agree(set: readonly SimNode[]): void {
    const names = set.map(({ name }) => name);
    const known = set[0]?.live?.belief ?? nobody;
    const isKnown = set.every(({ live }) => live !== undefined && isSameBelief(live.belief, known));
    if (set.length === 0 || (isKnown && known.members.join() === names.join())) {
      return;
    }
    if (this.history.isForked && this.meetAnother(set)) {
      return;
    }
    const lasts = set.flatMap(({ live }) => live?.last ?? []).sort((a, b) => b.confId - a.confId);
    const [last] = lasts;
    const isOfLast = ({ name, live }: SimNode): boolean =>
      last?.members.includes(name) === true && live?.last?.confId === last.confId;
    const kept = set.filter(isOfLast);
    if (last === undefined || 2 * kept.length <= last.members.length || !kept.some(({ isWhole }) => isWhole)) {
      this.assertNotOfItself(set);
      this.form(names, false);
      return;
    }
    this.form(names, true);
    for (const node of set.filter((each) => !kept.includes(each))) {
      this.comeIn(node);
    }
  }

  /** Nobody has done anything to those that are about to be without quorum. */
  private assertNotOfItself(set: readonly SimNode[]): void {
    const served = set.filter(({ live }) => live?.belief.isPrimary === true && live.stage !== 'joiner');
    if (served.length > 0 && this.watch.isStillFor(calmMs)) {
      const names = served.map(({ name }) => name).join(', ');
      throw new Violation(`${names} lost their quorum, and nothing had happened to them`);
    }
  }

  /** Two components that serve apart meet: "Conflicting prims", and their servers end (galera's pc_proto.cpp). */
  private meetAnother(set: readonly SimNode[]): boolean {
    const primary = set.filter(({ live }) => live?.belief.isPrimary === true);
    const isOfSet = ({ members }: Belief): boolean => primary.some(({ name }) => members.includes(name));
    const isConflict = this.allServing().filter(isOfSet).length > 1;
    if (isConflict) {
      primary.forEach((node) => this.abort(node));
    }
    return isConflict;
  }
}
