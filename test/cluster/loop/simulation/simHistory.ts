import type { Found } from '../../guard/startScript';
import { type Content, isSame, nothing, type SimVolume, Violation } from './simData';

/**
 * The one history: what each of its positions means, from where on others can get the rest alone, and what was
 * acknowledged. A node holds a part of it, whatever its files say.
 */
export class SimHistory {
  seqno = -1;
  #meaning = new Map<number, Content>();
  #cachedFrom = 0;
  /** The last position whose node has been chosen although it held more than that stands for. */
  #moreThanSaid = -1;
  #ddlAttempts = 0;
  acknowledged = 0;
  /** Somebody has made a component Primary by hand that others have gone on without: there is more than one history. */
  isForked = false;

  get newest(): Content {
    return this.#meaning.get(this.seqno) ?? nothing;
  }

  /** A change that all members of a component have; it counts once it is acknowledged. */
  change(isDdl: boolean): Content {
    const ddl = this.newest.ddl;
    this.seqno += 1;
    this.#ddlAttempts += isDdl ? 1 : 0;
    const content = { changes: this.acknowledged + 1, ddl: isDdl ? this.#ddlAttempts : ddl };
    this.#meaning.set(this.seqno, content);
    return content;
  }

  /** The cluster is gone, and its data with it. */
  forget(): void {
    this.acknowledged = 0;
    this.seqno = -1;
    this.isForked = false;
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

  #isCached(seqno: number): boolean {
    return seqno >= 0 && seqno <= this.seqno && seqno + 1 >= this.#cachedFrom;
  }

  getsTheRestAlone({ joining }: Found): boolean {
    return joining.grastate !== 'zero' && this.#isCached(joining.seqno);
  }

  /** Whether a volume holds just what its position says, so that the rest alone would do. */
  isIntact({ disk, content, isGivenUp, isInDoubt }: SimVolume): boolean {
    const meant = this.#meaning.get(disk.innodb);
    const isWhole = !isGivenUp && !isInDoubt && !disk.givenUp && !disk.transfer && disk.grastate !== 'absent';
    const isMeant = meant !== undefined && isSame(meant, content) && disk.innodb > this.#moreThanSaid;
    return isWhole && isMeant && this.#isCached(disk.innodb) && !this.isForked;
  }

  /** A node gets what it has missed alone, which is right only where it holds what its position says. */
  catchUp(name: string, { content }: SimVolume, seqno: number): Content {
    const meant = this.#meaning.get(seqno);
    if (!this.isForked && (meant === undefined || !isSame(meant, content) || seqno <= this.#moreThanSaid)) {
      const held = `${JSON.stringify(content)} at ${String(seqno)}, which stands for ${JSON.stringify(meant)}`;
      throw new Violation(`${name} holds ${held}, and goes on from there`);
    }
    return this.newest;
  }

  /** A component begins with what a node holds; what came after that position is no part of the history any more. */
  goOnFrom(name: string, content: Content, seqno: number, bySaidSo: boolean): void {
    if (content.changes < this.acknowledged && !bySaidSo && !this.isForked) {
      const held = `${String(content.changes)} of ${String(this.acknowledged)} acknowledged changes`;
      throw new Violation(`${name} founds with ${held}`);
    }
    for (const each of this.#meaning.keys()) {
      if (each >= seqno) {
        this.#meaning.delete(each);
      }
    }
    this.#meaning.set(seqno, content);
    this.seqno = seqno;
    if (this.#moreThanSaid >= seqno) {
      this.#moreThanSaid = -1;
    }
    if (bySaidSo) {
      this.acknowledged = content.changes;
    }
  }

  found(name: string, { content }: SimVolume, { seqno, founding }: Found, bySaidSo: boolean): void {
    const meant = this.#meaning.get(seqno);
    this.goOnFrom(name, content, Math.max(founding.seqno, 0), bySaidSo);
    if (meant !== undefined && !isSame(meant, content)) {
      this.#moreThanSaid = seqno;
    }
    if (!founding.keepsCache) {
      this.#cachedFrom = this.seqno + 1;
    }
  }
}
