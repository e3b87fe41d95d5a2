import { decideBootstrap, type Decision, type MemberKnowledge } from '../../../src/cluster/guard/decide';
import { zeroUuid } from '../../../src/cluster/guard/position';
import { stateUuid } from '../views';
import { type Disk, findPosition, type Found } from './startScript';

/**
 * What a node's tables hold: how many acknowledged changes, and which attempt at DDL was the last that was done there.
 */
interface Content {
  readonly changes: number;
  readonly ddl: number;
}

interface ModelNode {
  readonly name: string;
  up: boolean;
  frozen: boolean;
  isolated: boolean;
  disk: Disk;
  content: Content;
  leftLast: boolean;
  /** Of the last Primary component it was in. */
  view: readonly string[];
}

/** How a start ended. */
export interface StartOutcome {
  readonly decision: Decision['kind'];
  /** How many acknowledged changes the cluster goes on with; undefined where the start was refused. */
  readonly from: number | undefined;
  /** Why not all nodes hold the same afterwards; undefined where they do. */
  readonly diverged: string | undefined;
}

const nothing: Content = { changes: 0, ddl: 0 };
const emptyDisk = (): Disk => ({ grastate: 'absent', innodb: -1, transfer: false, givenUp: false, began: undefined });
const same = (a: Content, b: Content): boolean => a.changes === b.changes && a.ddl === b.ddl;

/**
 * A Galera cluster reduced to what the guard's choice depends on: who runs, who sees whom, what lies on each disk, what
 * its tables really hold, and by which rule a component stays Primary (weights all 1). What a disk means is asked of
 * the real start script.
 * https://galeracluster.com/library/documentation/weighted-quorum.html
 */
export class ClusterModel {
  readonly nodes: ModelNode[];
  /** Members of the Primary component; empty where there is none. */
  private primary: readonly string[] = [];
  /** Members of the last one, which a new one needs the majority of. */
  private last: readonly string[] = [];
  /**
   * Of the component that served last: its position, what each position of its history means, and from where on others
   * can get the rest alone.
   */
  private seqno = -1;
  private history = new Map<number, Content>();
  private cachedFrom = 0;
  /**
   * The last position whose node has been chosen although it held more than that stands for: whoever gets the rest
   * alone from there misses it.
   */
  private moreThanSaid = -1;
  private ddlAttempts = 0;
  private diverged: string | undefined;
  /** How many changes were acknowledged. */
  acknowledged = 0;
  /** How many volumes of nodes that had served were deleted. */
  lostVolumes = 0;

  constructor(size: number) {
    this.nodes = Array.from({ length: size }, (_, index) => ({
      name: `g${index + 1}`,
      up: false,
      frozen: false,
      isolated: false,
      disk: emptyDisk(),
      content: nothing,
      leftLast: false,
      view: [],
    }));
  }

  /** Whether any node can show a position. */
  get anyData(): boolean {
    return this.nodes.some((node) => node.up || findPosition(node.disk).seqno >= 0);
  }

  private at(index: number): ModelNode {
    const node = this.nodes[index % this.nodes.length];
    if (node === undefined) {
      throw new RangeError(`no node ${index}`);
    }
    return node;
  }

  private get members(): ModelNode[] {
    return this.nodes.filter(({ name }) => this.primary.includes(name));
  }

  /** All members of a component that serves have what it has. One that isn't in it yet gets there as Galera lets it. */
  private form(members: readonly string[]): void {
    this.primary = members;
    if (members.length > 0) {
      this.last = members;
    }
    for (const node of this.members) {
      node.view = members;
      node.disk.innodb = this.seqno;
    }
  }

  /** A member is gone without notice: the rest needs more than half of what there was. */
  private lose({ name }: ModelNode): void {
    if (this.primary.includes(name)) {
      const rest = this.primary.filter((each) => each !== name);
      this.form(2 * rest.length > this.primary.length ? rest : []);
    }
  }

  /** Gets a running server what it has missed alone, which is right only where it holds what its position says. */
  private catchUp(node: ModelNode, seqno: number): void {
    const meant = this.history.get(seqno);
    if (meant === undefined || !same(meant, node.content) || seqno <= this.moreThanSaid) {
      this.diverged ??= `${node.name} holds ${JSON.stringify(node.content)} at ${seqno}, which stands for ${JSON.stringify(meant)}`;
    }
    node.content = this.history.get(this.seqno) ?? nothing;
  }

  /** A server is in service: notify.sh has taken the marks away. */
  private serve(node: ModelNode): void {
    node.up = true;
    node.leftLast = false;
    node.disk = { grastate: 'running', innodb: this.seqno, transfer: false, givenUp: false, began: undefined };
  }

  /** What a start script does before it starts a server that joins. */
  private beginToJoin(node: ModelNode): Found {
    if (findPosition(node.disk).origin === 'interrupted') {
      node.disk = emptyDisk();
      node.content = nothing;
    }
    const found = findPosition(node.disk);
    node.disk.began = { seqno: found.seqno, origin: found.origin };
    node.disk.grastate = found.joining.grastate;
    node.leftLast = false;
    return found;
  }

  private getsTheRestAlone({ joining }: Found): boolean {
    return (
      joining.seqno >= 0 &&
      joining.grastate !== 'zero' &&
      joining.seqno <= this.seqno &&
      joining.seqno + 1 >= this.cachedFrom
    );
  }

  private join(node: ModelNode): void {
    const found = this.beginToJoin(node);
    if (this.getsTheRestAlone(found)) {
      this.catchUp(node, found.joining.seqno);
    } else {
      node.content = this.history.get(this.seqno) ?? nothing;
    }
    this.serve(node);
    this.form([...new Set([...this.primary, node.name])]);
  }

  private found(node: ModelNode): void {
    const { seqno, founding } = findPosition(node.disk);
    const meant = this.history.get(seqno);
    this.goOnFrom(node, Math.max(founding.seqno, 0));
    if (meant !== undefined && !same(meant, node.content)) {
      this.moreThanSaid = seqno;
    }
    if (!founding.keepsCache) {
      this.cachedFrom = this.seqno + 1;
    }
    this.serve(node);
    this.form([node.name]);
  }

  /** What came after that position is no part of the history any more. */
  private goOnFrom(node: ModelNode, seqno: number): void {
    this.history = new Map([...this.history].filter(([each]) => each < seqno)).set(seqno, node.content);
    this.seqno = seqno;
    if (this.moreThanSaid >= seqno) {
      this.moreThanSaid = -1;
    }
    this.acknowledged = node.content.changes;
  }

  /**
   * Nodes that see each other again and were never restarted are Primary by themselves with a majority of the last
   * component.
   */
  private remerge(): void {
    const visible = this.nodes.filter((node) => node.up && !node.frozen && !node.isolated);
    const kept = visible.filter((node) => this.last.includes(node.name));
    if (this.primary.length > 0 || 2 * kept.length > this.last.length) {
      this.bringIn(visible);
    }
  }

  /** Running servers are of one component from now on. */
  private bringIn(nodes: readonly ModelNode[]): void {
    for (const node of nodes.filter(({ name }) => !this.primary.includes(name))) {
      this.catchUp(node, node.disk.innodb);
    }
    this.form([...new Set([...this.primary, ...nodes.map(({ name }) => name)])]);
  }

  private change(ddl: number): void {
    this.seqno += 1;
    this.acknowledged += 1;
    const content = { changes: this.acknowledged, ddl };
    this.history.set(this.seqno, content);
    for (const node of this.members) {
      node.disk.innodb = this.seqno;
      node.content = content;
    }
  }

  private get lastDdl(): number {
    return this.history.get(this.seqno)?.ddl ?? 0;
  }

  write(): void {
    if (this.primary.length > 0) {
      this.change(this.lastDdl);
    }
  }

  ddl(): void {
    if (this.primary.length > 0) {
      this.ddlAttempts += 1;
      this.change(this.ddlAttempts);
    }
  }

  /**
   * A node is killed in DDL that the others do: before it has done it, when it has and InnoDB doesn't know, or when
   * that knows as well. Where no other is left nobody has acknowledged it.
   */
  killInDdl(index: number): void {
    const node = this.at(index);
    if (!this.primary.includes(node.name) || node.frozen) {
      return;
    }
    const before = { seqno: this.seqno, content: node.content, acknowledged: this.acknowledged };
    const others = this.primary.length > 1;
    this.ddl();
    const how = Math.floor(index / this.nodes.length) % 3;
    this.cut(node, before, how);
    if (!others) {
      this.acknowledged = before.acknowledged;
    }
    this.lose(node);
  }

  /** All are killed in one DDL, each at a moment of its own; nobody has acknowledged it. */
  killAllInDdl(index: number): void {
    const members = this.members;
    if (members.length === 0) {
      return;
    }
    const before = {
      seqno: this.seqno,
      content: this.history.get(this.seqno) ?? nothing,
      acknowledged: this.acknowledged,
    };
    this.ddl();
    this.acknowledged = before.acknowledged;
    for (const [place, node] of members.entries()) {
      this.cut(node, before, Math.floor(index / 3 ** place) % 3);
    }
    this.form([]);
  }

  private cut(node: ModelNode, before: { seqno: number; content: Content; acknowledged: number }, how: number): void {
    // The change counts where its acknowledgement does.
    node.content = how === 0 ? before.content : { changes: before.acknowledged, ddl: this.ddlAttempts };
    node.disk.innodb = how === 2 ? this.seqno : before.seqno;
    if (how === 2) {
      node.content = this.history.get(this.seqno) ?? nothing;
    }
    node.disk.grastate = 'zero';
    Object.assign(node, { up: false, frozen: false });
  }

  kill(index: number): void {
    const node = this.at(index);
    if (node.up) {
      node.up = false;
      node.frozen = false;
      this.lose(node);
    }
  }

  idle(index: number): void {
    const node = this.at(index);
    if (node.up && !node.frozen) {
      this.stop(node);
    }
  }

  private stop(node: ModelNode): void {
    const rest = this.primary.filter((name) => name !== node.name);
    node.leftLast = this.primary.length === 1 && rest.length === 0;
    node.up = false;
    node.disk.grastate = 'stopped';
    if (this.primary.includes(node.name)) {
      this.form(rest);
    }
  }

  freeze(index: number): void {
    const node = this.at(index);
    if (node.up && !node.frozen) {
      node.frozen = true;
      this.lose(node);
    }
  }

  isolate(index: number): void {
    const node = this.at(index);
    if (node.up && !node.isolated) {
      node.isolated = true;
      // A one-node component doesn't need the network.
      if (this.primary.length > 1) {
        this.lose(node);
      }
    }
  }

  /** A member that turns out to hold something else leaves by itself, and is killed as it stands there. */
  inconsistent(index: number): void {
    const node = this.at(index);
    if (this.primary.length > 1 && this.primary.includes(node.name) && !node.frozen) {
      node.disk = { ...node.disk, grastate: 'zero', givenUp: true };
      node.content = { changes: -1, ddl: -1 };
      this.stop(node);
      node.disk.grastate = 'zero';
    }
  }

  /** A container started by hand joins where someone serves, and waits otherwise. */
  startByHand(index: number): void {
    const node = this.at(index);
    if (!node.up && this.primary.length > 0) {
      node.isolated = false;
      this.join(node);
    }
  }

  /** A joiner is killed while it waits for what it has missed: nothing of it has been touched. */
  killWhileItWaits(index: number): void {
    const node = this.at(index);
    if (!node.up && this.primary.length > 0) {
      this.beginToJoin(node);
      node.disk.grastate = 'zero';
    }
  }

  /** A joiner is killed while it is being filled. */
  killInTransfer(index: number): void {
    const node = this.at(index);
    if (!node.up && this.primary.length > 0) {
      this.beginToJoin(node);
      node.disk = { ...node.disk, grastate: 'zero', transfer: true };
      node.content = { changes: -2, ddl: -2 };
    }
  }

  /** A start is cut short: its founder serves alone and is killed, or is before it has got anywhere. */
  cutStart(index: number): void {
    if (this.primary.length > 0 || this.nodes.some((node) => node.up)) {
      return;
    }
    const decision = decideBootstrap(this.knowledge());
    const node = this.nodes.find(({ name }) => decision.kind === 'bootstrap' && name === decision.node);
    if (node === undefined) {
      return;
    }
    if (index % 2 === 0) {
      const found = findPosition(node.disk);
      node.disk = {
        ...node.disk,
        grastate: found.founding.grastate,
        began: { seqno: found.seqno, origin: found.origin },
      };
      node.leftLast = false;
    } else {
      this.found(node);
      this.kill(this.nodes.indexOf(node));
    }
  }

  /** A user has all go on from a node that is down, whatever else there is; what is further than that is given up. */
  recoverFrom(index: number): void {
    const node = this.at(index);
    const { seqno } = findPosition(node.disk);
    if (this.nodes.some(({ up }) => up) || seqno < 0) {
      return;
    }
    for (const other of this.nodes.filter(({ disk }) => findPosition(disk).seqno > seqno)) {
      Object.assign(other, { disk: emptyDisk(), content: nothing, leftLast: false });
    }
    this.found(node);
    this.allUp('bootstrap');
  }

  deleteVolume(index: number): void {
    const node = this.at(index);
    if (!node.up) {
      this.lostVolumes += node.view.length > 0 ? 1 : 0;
      Object.assign(node, { disk: emptyDisk(), content: nothing, view: [], leftLast: false });
    }
  }

  private knowledge(): MemberKnowledge[] {
    const running = this.nodes.filter((node) => node.up);
    return this.nodes.map((node) => {
      const primary = this.primary.includes(node.name);
      const found = findPosition(node.disk);
      return {
        node: node.name,
        liveness: primary ? 'primary' : node.up ? 'nonPrimary' : 'down',
        stateUuid: primary ? stateUuid : null,
        componentSize: primary ? this.primary.length : node.up ? running.length : 0,
        component: primary ? this.primary.join(',') : null,
        lastView: node.view,
        position: {
          origin: node.up ? 'recovered' : found.origin,
          uuid: node.up || found.seqno >= 0 ? stateUuid : zeroUuid,
          seqno: node.up ? node.disk.innodb : found.seqno,
          safeToBootstrap: !node.up && node.disk.grastate === 'stopped' && node.leftLast,
        },
      };
    });
  }

  /** What the engine does at a start: heal, ask the guard, do what it says, let the others join. */
  start(): StartOutcome {
    for (const node of this.nodes) {
      node.frozen = false;
      node.isolated = false;
    }
    this.remerge();
    for (;;) {
      const decision = decideBootstrap(this.knowledge());
      const chosen = this.nodes.find(({ name }) => 'node' in decision && name === decision.node);
      switch (decision.kind) {
        case 'refuse':
          return { decision: 'refuse', from: undefined, diverged: undefined };
        case 'stopFirst':
          for (const node of this.nodes.filter(({ name }) => decision.nodes.includes(name))) {
            this.stop(node);
          }
          continue;
        case 'bootstrap':
          this.found(chosen ?? this.at(0));
          break;
        case 'reform':
          this.goOnFrom(chosen ?? this.at(0), (chosen ?? this.at(0)).disk.innodb);
          this.bringIn(this.nodes.filter((node) => node.up));
          break;
        case 'join':
          break;
      }
      return this.allUp(decision.kind);
    }
  }

  private allUp(decision: Decision['kind']): StartOutcome {
    for (const node of this.nodes.filter(({ name }) => !this.primary.includes(name))) {
      this.join(node);
    }
    const [first] = this.nodes;
    const odd = this.nodes.find(({ content }) => !same(content, first?.content ?? nothing));
    const diverged = this.diverged ?? (odd === undefined ? undefined : `${odd.name} holds something else`);
    return { decision, from: this.history.get(this.seqno)?.changes ?? 0, diverged };
  }
}
