import { type Disk, findPosition, type Found } from '../../guard/startScript';

/** What a node's tables hold: how many acknowledged changes, and which attempt at DDL was the last that was done there. */
export interface Content {
  readonly changes: number;
  readonly ddl: number;
}

/** What lies on a node's volume. */
export interface SimVolume {
  disk: Disk;
  content: Content;
  /** Of the last Primary component that it was in. */
  view: readonly string[];
  leftLast: boolean;
  isGivenUp: boolean;
}

export const nothing: Content = { changes: 0, ddl: 0 };
const emptyDisk = (): Disk => ({ grastate: 'absent', innodb: -1, transfer: false, givenUp: false, began: undefined });
export const emptyVolume = (): SimVolume => ({ disk: emptyDisk(), content: nothing, view: [], leftLast: false, isGivenUp: false });
export const isSame = (a: Content, b: Content): boolean => a.changes === b.changes && a.ddl === b.ddl;

/** What must never be. */
export class Violation extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Violation';
  }
}

/** What the start script finds there, by the real script. */
export function positionOf({ disk, isGivenUp }: SimVolume): Found {
  return findPosition(isGivenUp ? { ...disk, grastate: 'zero', givenUp: true } : disk);
}

/**
 * The one history: what each of its positions means, from where on others can get the rest alone, and what was acknowledged. A node
 * holds a part of it, whatever its files say.
 */
export class SimHistory {
  seqno = -1;
  #meaning = new Map<number, Content>();
  #cachedFrom = 0;
  /** The last position whose node has been chosen although it held more than that stands for. */
  #moreThanSaid = -1;
  #ddlAttempts = 0;
  acknowledged = 0;

  get newest(): Content {
    return this.#meaning.get(this.seqno) ?? nothing;
  }

  /** A change that all members of a component have; it counts once it is acknowledged. */
  change(isDdl: boolean): Content {
    this.seqno += 1;
    this.#ddlAttempts += isDdl ? 1 : 0;
    const content = { changes: this.acknowledged + 1, ddl: isDdl ? this.#ddlAttempts : this.newestDdl };
    this.#meaning.set(this.seqno, content);
    return content;
  }

  private get newestDdl(): number {
    return this.#meaning.get(this.seqno - 1)?.ddl ?? 0;
  }

  /** The cluster is gone, and its data with it. */
  forget(): void {
    this.acknowledged = 0;
    this.seqno = -1;
    this.#meaning.clear();
  }

  /** Each view of a Primary component takes a position (Galera 4), and changes nothing. */
  view(): void {
    const { newest } = this;
    this.seqno += 1;
    this.#meaning.set(this.seqno, newest);
  }

  acknowledge(): void {
    this.acknowledged = Math.max(this.acknowledged, this.newest.changes);
  }

  getsTheRestAlone({ joining }: Found): boolean {
    return joining.seqno >= 0 && joining.grastate !== 'zero' && joining.seqno <= this.seqno && joining.seqno + 1 >= this.#cachedFrom;
  }

  /** A node gets what it has missed alone, which is right only where it holds what its position says. */
  catchUp(name: string, { content }: SimVolume, seqno: number): Content {
    const meant = this.#meaning.get(seqno);
    if (meant === undefined || !isSame(meant, content) || seqno <= this.#moreThanSaid) {
      throw new Violation(`${name} holds ${JSON.stringify(content)} at ${seqno}, which stands for ${JSON.stringify(meant)}, and goes on from there`);
    }
    return this.newest;
  }

  /** A component begins with what a node holds; what came after that position is no part of the history any more. */
  goOnFrom(name: string, content: Content, seqno: number, bySaidSo: boolean): void {
    if (content.changes < this.acknowledged && !bySaidSo) {
      throw new Violation(`${name} founds with ${content.changes} of ${this.acknowledged} acknowledged changes`);
    }
    this.#meaning = new Map([...this.#meaning].filter(([each]) => each < seqno)).set(seqno, content);
    this.seqno = seqno;
    if (this.#moreThanSaid >= seqno) {
      this.#moreThanSaid = -1;
    }
    if (bySaidSo) {
      this.acknowledged = content.changes;
    }
  }

  found(name: string, volume: SimVolume, bySaidSo: boolean): void {
    const { seqno, founding } = positionOf(volume);
    const meant = this.#meaning.get(seqno);
    this.goOnFrom(name, volume.content, Math.max(founding.seqno, 0), bySaidSo);
    if (meant !== undefined && !isSame(meant, volume.content)) {
      this.#moreThanSaid = seqno;
    }
    if (!founding.keepsCache) {
      this.#cachedFrom = this.seqno + 1;
    }
  }
}
