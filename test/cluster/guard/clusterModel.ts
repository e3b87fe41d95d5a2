import { decideBootstrap, type Decision, type MemberKnowledge } from '../../../src/cluster/guard/decide';
import { zeroUuid } from '../../../src/cluster/guard/position';
import { stateUuid } from '../views';

interface ModelNode {
  readonly name: string;
  up: boolean;
  frozen: boolean;
  isolated: boolean;
  /** What its volume holds; -1 for an empty one. */
  seqno: number;
  left: 'gracefully' | 'last' | 'crashed';
  /** A transfer into it didn't end. */
  halfLoaded: boolean;
  /** Of the last Primary component it was in. */
  view: readonly string[];
}

/** How a start ended. */
export interface StartOutcome {
  readonly decision: Decision['kind'];
  /** Seqno of the state that the cluster goes on from; undefined where the start was refused. */
  readonly from: number | undefined;
}

/**
 * A Galera cluster reduced to what the guard's choice depends on: who runs, who sees whom, who holds what, and by
 * which rule a component stays Primary (weights all 1).
 * https://galeracluster.com/library/documentation/weighted-quorum.html
 */
export class ClusterModel {
  readonly nodes: ModelNode[];
  /** Members of the Primary component; empty where there is none. */
  private primary: readonly string[] = [];
  /** Members of the last one, which a new one needs the majority of. */
  private last: readonly string[] = [];
  /** Seqno of the last acknowledged write. */
  acknowledged = 0;
  /** Someone deleted a volume with data. */
  lostVolumes = 0;

  constructor(size: number) {
    this.nodes = Array.from({ length: size }, (_, index) => ({
      name: `g${index + 1}`,
      up: false,
      frozen: false,
      isolated: false,
      seqno: -1,
      left: 'crashed' as const,
      halfLoaded: false,
      view: [],
    }));
  }

  get primaryMembers(): readonly string[] {
    return this.primary;
  }

  private at(index: number): ModelNode {
    const node = this.nodes[index % this.nodes.length];
    if (node === undefined) {
      throw new RangeError(`no node ${index}`);
    }
    return node;
  }

  private form(members: readonly string[]): void {
    this.primary = members;
    if (members.length === 0) {
      return;
    }
    this.last = members;
    const seqno = Math.max(...this.nodes.filter((node) => members.includes(node.name)).map((node) => node.seqno));
    for (const node of this.nodes.filter(({ name }) => members.includes(name))) {
      node.view = members;
      node.seqno = seqno;
      node.halfLoaded = false;
    }
  }

  /** A member is gone without notice: the rest needs more than half of what there was. */
  private lose({ name }: ModelNode): void {
    if (this.primary.includes(name)) {
      const rest = this.primary.filter((each) => each !== name);
      this.form(2 * rest.length > this.primary.length ? rest : []);
    }
  }

  /** Nodes that see each other again and were never restarted are Primary by themselves with a majority of the last component. */
  private remerge(): void {
    const visible = this.nodes.filter((node) => node.up && !node.frozen && !node.isolated);
    if (this.primary.length > 0) {
      this.form([...new Set([...this.primary, ...visible.map((node) => node.name)])]);
      return;
    }
    const members = visible.filter((node) => this.last.includes(node.name)).map((node) => node.name);
    if (2 * members.length > this.last.length) {
      this.form(visible.map((node) => node.name));
    }
  }

  write(): void {
    if (this.primary.length > 0) {
      this.acknowledged += 1;
      for (const node of this.nodes.filter(({ name }) => this.primary.includes(name))) {
        node.seqno = this.acknowledged;
      }
    }
  }

  kill(index: number): void {
    const node = this.at(index);
    if (node.up) {
      node.up = false;
      node.frozen = false;
      node.left = 'crashed';
      this.lose(node);
    }
  }

  idle(index: number): void {
    const node = this.at(index);
    if (node.up && !node.frozen) {
      const alone = this.primary.length === 1 && this.primary[0] === node.name;
      const rest = this.primary.filter((name) => name !== node.name);
      node.left = alone ? 'last' : 'gracefully';
      node.up = false;
      if (this.primary.includes(node.name)) {
        this.form(rest);
      }
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

  /** A container started by hand joins where someone serves, and waits otherwise. */
  startByHand(index: number): void {
    const node = this.at(index);
    if (!node.up && this.primary.length > 0) {
      node.up = true;
      node.isolated = false;
      this.form([...this.primary, node.name]);
    }
  }

  /** A joiner without a usable state is killed while it is being filled. */
  killInTransfer(index: number): void {
    const node = this.at(index);
    if (!node.up && this.primary.length > 0) {
      node.halfLoaded = true;
      node.seqno = -1;
      node.left = 'crashed';
    }
  }

  deleteVolume(index: number): void {
    const node = this.at(index);
    if (!node.up) {
      this.lostVolumes += node.seqno >= 0 ? 1 : 0;
      Object.assign(node, { seqno: -1, halfLoaded: false, view: [], left: 'crashed' });
    }
  }

  private knowledge(): MemberKnowledge[] {
    const running = this.nodes.filter((node) => node.up);
    return this.nodes.map((node) => {
      const primary = this.primary.includes(node.name);
      const held = node.seqno >= 0;
      const graceful = !node.up && node.left !== 'crashed';
      return {
        node: node.name,
        liveness: primary ? 'primary' : node.up ? 'nonPrimary' : 'down',
        stateUuid: primary ? stateUuid : null,
        componentSize: primary ? this.primary.length : node.up ? running.length : 0,
        lastView: node.view,
        position: {
          origin: held ? (graceful ? 'grastate' : 'recovered') : node.halfLoaded ? 'interrupted' : 'none',
          uuid: held ? stateUuid : zeroUuid,
          seqno: node.seqno,
          safeToBootstrap: graceful && node.left === 'last',
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
      switch (decision.kind) {
        case 'refuse':
          return { decision: 'refuse', from: undefined };
        case 'stopFirst':
          for (const node of this.nodes.filter(({ name }) => decision.nodes.includes(name))) {
            node.up = false;
            node.left = 'gracefully';
          }
          continue;
        case 'join':
          return this.allUp(decision.kind, Math.max(...this.nodes.filter((node) => this.primary.includes(node.name)).map((node) => node.seqno)));
        case 'bootstrap':
        case 'reform':
          return this.allUp(decision.kind, this.nodes.find((node) => node.name === decision.node)?.seqno ?? -1);
      }
    }
  }

  private allUp(decision: Decision['kind'], from: number): StartOutcome {
    for (const node of this.nodes) {
      node.up = true;
      node.seqno = Math.max(from, 0);
    }
    this.acknowledged = Math.max(from, 0);
    this.form(this.nodes.map((node) => node.name));
    return { decision, from: Math.max(from, 0) };
  }
}
