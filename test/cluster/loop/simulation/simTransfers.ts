import { halfOfIt, Violation } from './simData';
import { SimGroup } from './simGroup';
import { isSilent, type SimNode, type SimProcess, type SimServer } from './simNode';

/** How often, and after how many looks, a start script finds that nobody sends what its server waits for. */
const betweenDoubtsMs = 3_000;
const mostDoubts = 3;

/** How servers that join get what they lack. */
export abstract class SimTransfers extends SimGroup {
  /** The start script has to look again what there is, and waits for its turn. */
  protected abstract waitAgain(node: SimNode, process: SimProcess): void;

  protected comeIn(node: SimNode): void {
    const { process, live } = node;
    if (process !== undefined && live !== undefined) {
      process.hasConnected = true;
      live.stage = 'joiner';
      this.time.at(this.chance.between(50, 400), () => this.beginTransfer(node, process.boot));
      this.time.at(betweenDoubtsMs, () => this.doubt(node, process, live, 0));
    }
  }

  /** The start script ends a server that waits for what nobody sends, to ask again; not while somebody may send it. */
  private doubt(node: SimNode, process: SimProcess, server: SimServer, doubts: number): void {
    if (node.server !== server || server.stage !== 'joiner') {
      return;
    }
    const maySend = ({ live }: SimNode): boolean => live?.stage === 'donor' || live?.isDesynced === true;
    const isSent = server.isBeingFilled || node.live === undefined || this.nodes.some(maySend);
    if (isSent || doubts < mostDoubts) {
      this.time.at(betweenDoubtsMs, () => this.doubt(node, process, server, isSent ? 0 : doubts + 1));
      return;
    }
    process.tries += 1;
    this.leave(node.name);
    this.goOnWithout(node, process);
  }

  private beginTransfer(node: SimNode, boot: string): void {
    const { process, live, volume } = node;
    if (process?.boot !== boot || live?.stage !== 'joiner' || volume === undefined) {
      return;
    }
    const again = (): void => this.time.at(500, () => this.beginTransfer(node, boot));
    const belief = this.serving();
    const isAlone = process.hasSynced || (process.began !== undefined && this.history.getsTheRestAlone(process.began));
    // A server that hangs can still send what is in its cache.
    const mayGive = ({ live: other }: SimNode): boolean =>
      other?.stage === 'synced' && !other.isDesynced && (isAlone || !isSilent(other));
    const donors = this.nodes.filter((other) => belief?.members.includes(other.name) === true && mayGive(other));
    // Without quorum it looks for a group again; without a donor it waits for one.
    if (belief?.members.includes(node.name) !== true || donors.length === 0) {
      again();
      return;
    }
    const donor = this.chance.of(donors);
    const from = process.hasSynced ? volume.disk.innodb : (process.began?.joining.seqno ?? -1);
    if (isAlone && !process.hasSynced && from < this.history.seqno) {
      // It has seen "Receiving IST".
      volume.disk = { ...volume.disk, began: undefined };
      volume.isInDoubt = true;
    } else if (!isAlone) {
      this.assertNeedsAll(node.name, process.wasIntact);
      volume.disk = { ...volume.disk, grastate: 'zero', transfer: true };
      volume.content = halfOfIt;
    }
    Object.assign(donor.live ?? {}, { stage: 'donor', fills: node.name });
    live.isBeingFilled = true;
    const takesMs = this.chance.between(100, isAlone ? 600 : 4_000);
    this.time.at(takesMs, () => this.endTransfer(node, boot, donor, isAlone ? from : undefined));
  }

  private endTransfer(node: SimNode, boot: string, donor: SimNode, from: number | undefined): void {
    if (donor.server?.fills === node.name) {
      Object.assign(donor.server, { stage: 'synced', fills: undefined });
    }
    const { process, live, volume } = node;
    Object.assign(node.server ?? {}, { isBeingFilled: false });
    if (process?.boot !== boot || live?.stage !== 'joiner' || volume === undefined) {
      return;
    }
    const belief = this.serving();
    if (belief?.members.includes(node.name) !== true || donor.live === undefined) {
      // What was to fill it is gone: the server ends with an abort, and its script tries again.
      process.tries += 1;
      this.serverEnds(node, process);
      return;
    }
    volume.content = from === undefined ? this.history.newest : this.history.catchUp(node.name, volume, from);
    this.enterService(node);
    volume.view = live.belief.members;
  }

  protected enterService(node: SimNode): void {
    const { process, live } = node;
    if (process === undefined || live === undefined) {
      return;
    }
    live.stage = 'synced';
    Object.assign(process, { hasSynced: true, hasConnected: true, told: 'synced' });
    node.serve(this.history.seqno);
    for (const name of live.belief.members) {
      const other = this.node(name);
      if (other.live?.stage === 'synced' && other.volume !== undefined) {
        other.volume.view = live.belief.members;
      }
    }
  }

  protected serverEnds(node: SimNode, process: SimProcess): void {
    const isMember = (process.server?.belief.members.length ?? 0) > 1;
    process.server = undefined;
    if (isMember) {
      this.regroupSoon(0);
    }
    this.goOnWithout(node, process);
  }

  /** Its server has ended before it was in service; its start script waits for its turn again, or gives up. */
  private goOnWithout(node: SimNode, process: SimProcess): void {
    if (node.process !== process) {
      return;
    }
    if (process.tries >= 3) {
      this.endProcess(node.name, 1);
      return;
    }
    this.waitAgain(node, process);
  }

  /** A volume that holds just what it says gets the rest alone, where that is to be had. */
  protected assertNeedsAll(name: string, wasIntact: boolean): void {
    if (wasIntact) {
      throw new Violation(`${name} is filled anew, and what it holds would do`);
    }
  }
}
