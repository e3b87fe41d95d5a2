import { nothing, positionOf, type SimVolume, Violation } from './simData';
import { isSilent, newServer, type SimNode, type SimProcess } from './simNode';
import { SimTransfers } from './simTransfers';

/** pc.wait_prim_timeout */
const mostLookMs = 10_000;
/** Of founders to hang when they are in service: the server misses its own becoming Synced. */
const startUpRace = 0.1;
/** Until the start script ends a server that serves nobody. */
const hang = { least: 5_000, most: 13_000 };

/** What servers do with their data: they write, found, join, and end. */
export abstract class SimServers extends SimTransfers {
  /** @param cut of 0 to 2 where this member is killed in it: before it has done it, before InnoDB knows, or after. */
  write(isDdl: boolean, cut?: { readonly name: string; readonly how: number }): void {
    const members = this.servingNodes();
    const isAnswered = members.some(({ server }) => !isSilent(server));
    if (!isAnswered || (cut !== undefined && members.every(({ name }) => name !== cut.name))) {
      return;
    }
    const before = { seqno: this.history.seqno, content: this.history.newest };
    const content = this.history.change(isDdl);
    for (const node of members) {
      const volume = node.ensureVolume();
      const how = cut?.name === node.name ? cut.how : 2;
      volume.content = how === 0 ? before.content : content;
      volume.disk = { ...volume.disk, innodb: how < 2 ? before.seqno : this.history.seqno };
    }
    if (cut === undefined || members.length > 1) {
      this.history.acknowledge();
    }
    if (cut !== undefined) {
      const volume = this.node(cut.name).ensureVolume();
      this.kill(cut.name);
      volume.disk = { ...volume.disk, grastate: 'zero' };
      volume.isInDoubt = true;
    }
  }

  /** By the user's word this one's data count, in a recovery that went on from there or broke off. */
  chosen: SimNode | undefined;
  /** How often one has founded by the user's word. */
  choices = 0;

  /** Others' data were given up for those of a node, and it is as good as that one to begin with. */
  private isChosen({ content }: SimVolume): boolean {
    const { chosen } = this;
    const isMarked = this.nodes.some(({ volume }) => volume?.isGivenUp === true);
    return isMarked && chosen?.volume !== undefined && content.changes >= chosen.volume.content.changes;
  }

  /** @param isForced by the user's word, whatever it holds. */
  protected foundWith(node: SimNode, process: SimProcess, isForced: boolean): void {
    const volume = node.ensureVolume();
    this.choices += isForced ? 1 : 0;
    this.history.found(node.name, volume, node.found, isForced || this.isChosen(volume));
    Object.assign(node.container ?? {}, { wasPrimary: true });
    process.server = newServer('synced');
    this.form([node.name], true);
    this.enterService(node);
    this.regroupSoon(this.chance.between(0, 300));
    if (!process.hasHung && this.chance.happens(startUpRace)) {
      const { server } = process;
      process.hasHung = true;
      server.isHung = true;
      this.time.at(this.chance.between(hang.least, hang.most), () => {
        if (process.server === server) {
          this.watch.stir();
          this.serverEnds(node, process);
        }
      });
    }
  }

  /** A server that joins looks for its group, and gives up after a while. */
  protected lookFor(node: SimNode, process: SimProcess): void {
    const volume = node.ensureVolume();
    process.wasIntact = !process.wasGivenUp && this.history.isIntact(volume);

    if (node.beginsAnew) {
      this.assertNeedsAll(node.name, process.wasIntact);
      this.assertNotLast(node.name);
    }
    process.began = node.beginToJoin();
    Object.assign(node.container ?? {}, { wasPrimary: false });
    // What the server writes while it waits for what it needs.
    volume.disk = { ...volume.disk, grastate: 'zero' };
    const server = newServer('looking');
    process.server = server;
    this.regroupSoon(this.chance.between(50, 500));
    this.time.at(mostLookMs, () => {
      if (process.server === server && server.stage === 'looking') {
        this.serverEnds(node, process);
      }
    });
  }

  protected abort(node: SimNode): void {
    this.endProcess(node.name, 134);
  }

  /** A component that lost its quorum is told to be Primary again. */
  reform(name: string, isByHand = false): void {
    const { live } = this.node(name);
    const all = live?.belief.members.map((each) => this.node(each)) ?? [];
    // One that came back to others, and hasn't got all from them, has what it had.
    const members = all.filter((each) => each.isWhole || each.process?.hasSynced === true);
    if (live === undefined || live.belief.isPrimary || !members.includes(this.node(name))) {
      return;
    }
    const most = Math.max(...members.map(({ volume }) => volume?.disk.innodb ?? -1));
    const holder = members.find(({ volume }) => volume?.disk.innodb === most) ?? this.node(name);
    if (isByHand) {
      const holdsMore = (node: SimNode): boolean =>
        !members.includes(node) && (node.volume?.disk.innodb ?? Number.NEGATIVE_INFINITY) >= most;
      this.history.isForked ||= this.serving() !== undefined || this.nodes.some(holdsMore);
    }
    this.history.goOnFrom(holder.name, holder.volume?.content ?? nothing, most, isByHand);
    this.form(live.belief.members, true);
    for (const { name: each, volume, server } of members) {
      Object.assign(server ?? {}, { stage: 'synced', fills: undefined });
      if (volume !== undefined && volume.disk.innodb < most) {
        volume.content = this.history.catchUp(each, volume, volume.disk.innodb);
        volume.disk = { ...volume.disk, innodb: most };
      }
    }
    all.filter((each) => !members.includes(each)).forEach((each) => this.comeIn(each));
  }

  /** Data are about to go: another has to hold what was acknowledged. */
  protected assertNotLast(name: string): void {
    const { acknowledged, isForked } = this.history;
    const holds = ({ volume }: SimNode): boolean => (volume?.content.changes ?? -1) >= acknowledged;
    const others = this.nodes.filter((other) => other.name !== name && other.volume?.isGivenUp === false);
    if (!isForked && acknowledged > 0 && holds(this.node(name)) && !others.some(holds)) {
      throw new Violation(`the last copy of ${String(acknowledged)} acknowledged changes goes with ${name}`);
    }
  }

  /** Why those that serve don't all hold the same; undefined where they do. */
  divergence(): string | undefined {
    const { newest, isForked } = this.history;
    const isOdd = ({ volume }: SimNode): boolean =>
      volume?.content.changes !== newest.changes || volume.content.ddl !== newest.ddl;
    const odd = isForked ? undefined : this.servingNodes().find(isOdd);
    const held = JSON.stringify(odd?.volume?.content);
    return odd === undefined ? undefined : `${odd.name} holds ${held}, the history has ${JSON.stringify(newest)}`;
  }

  /** Whether the start script of a node would find anything there. */
  protected isBlank({ volume }: SimNode): boolean {
    return volume === undefined || positionOf(volume).seqno < 0;
  }
}
