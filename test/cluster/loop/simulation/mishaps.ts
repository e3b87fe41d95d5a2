import type { SimDocker } from './simDocker';
import type { SimLock } from './simManager';
import type { SimNode } from './simNode';

/** What happens to clusters that no operation of ours does. */
export const mishaps = [
  'write',
  'ddl',
  'kill',
  'killInDdl',
  'freeze',
  'thaw',
  'isolate',
  'reconnect',
  'wall',
  'unwall',
  'primaryByHand',
  'mute',
  'desync',
  'startByHand',
  'stopByHand',
  'removeContainer',
  'deleteVolume',
  'doubleToken',
  'hangManager',
  'loseLock',
] as const;
export type Mishap = (typeof mishaps)[number];

/** Until one that was walled off knows that it is without quorum. */
const apartMs = 7_000;

/** Whether it would change anything of a node, or of who manages. */
function isSomething(what: Mishap, { container, process, server, volume, isWalled }: SimNode, lock: SimLock): boolean {
  switch (what) {
    case 'write':
    case 'ddl':
      return false;
    case 'kill':
    case 'stopByHand':
      return process !== undefined;
    case 'freeze':
      return process !== undefined && container?.isPaused === false;
    case 'thaw':
      return container?.isPaused === true;
    case 'isolate':
      return container?.isConnected === true;
    case 'reconnect':
      return container?.isConnected === false;
    case 'wall':
      return !isWalled;
    case 'unwall':
      return isWalled;
    case 'primaryByHand':
    case 'killInDdl':
    case 'mute':
    case 'desync':
      return server !== undefined;
    case 'startByHand':
      return container !== undefined && process === undefined;
    case 'removeContainer':
      return container !== undefined;
    case 'deleteVolume':
      return volume !== undefined && process === undefined;
    case 'doubleToken':
      return false;
    case 'hangManager':
    case 'loseLock':
      return lock.holder !== undefined;
  }
}

/**
 * @param index names the node, and where there is more to choose that, too.
 * @returns what takes a while.
 */
export function strike(what: Mishap, index: number, docker: SimDocker, lock: SimLock): Promise<void> | undefined {
  const node = docker.nodes[index % docker.nodes.length] ?? docker.node('g1');
  const { name, server } = node;
  const more = Math.floor(index / docker.nodes.length);
  if (isSomething(what, node, lock)) {
    docker.watch.note(what, what === 'hangManager' || what === 'loseLock' ? undefined : name);
  }
  switch (what) {
    case 'write':
      docker.write(false);
      return undefined;
    case 'ddl':
      docker.write(true);
      return undefined;
    case 'killInDdl':
      docker.write(true, { name, how: more % 3 });
      return undefined;
    case 'kill':
    case 'freeze':
    case 'isolate':
    case 'reconnect':
    case 'removeContainer':
    case 'deleteVolume':
      docker[what](name);
      return undefined;
    case 'thaw':
      docker.unfreeze(name);
      return undefined;
    case 'wall':
      docker.wall(node, true);
      return undefined;
    case 'unwall':
      docker.wall(node, false);
      return undefined;
    case 'primaryByHand':
      docker.wall(node, true);
      docker.time.at(apartMs, () => {
        docker.watch.note(what, name);
        docker.reform(name, true);
      });
      return undefined;
    case 'mute':
      Object.assign(server ?? {}, { isMute: server?.isMute === false });
      return undefined;
    case 'desync':
      Object.assign(server ?? {}, { isDesynced: server?.isDesynced === false });
      return undefined;
    case 'startByHand':
      docker.boot(name, true);
      return undefined;
    case 'stopByHand':
      return docker.stop(name, 10);
    case 'doubleToken':
      docker.nextTokenComesAgainMs = 1_000 * (1 + (more % 15));
      return undefined;
    case 'hangManager':
      lock.holder?.hang(1_000 * (1 + (more % 40)));
      return undefined;
    case 'loseLock':
      lock.lose(50 + 200 * (more % 4));
      return undefined;
  }
}
