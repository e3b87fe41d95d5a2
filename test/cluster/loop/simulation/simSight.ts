import { zeroUuid } from '../../../../src/cluster/guard/position';
import type { Sight } from '../../../../src/cluster/loop/world';
import type { Journal } from '../../../../src/cluster/node/journal';
import { type ContainerFacts, nodeState } from '../../../../src/cluster/members/nodeState';
import type { SqlAnswer } from '../../../../src/cluster/sql/readWsrepStatus';
import { nodeView, stateUuid, wsrepStatus } from '../../views';
import { positionOf } from './simData';
import type { SimDocker } from './simDocker';
import { isSilent, type SimNode } from './simNode';

const localStates = { looking: 0, joiner: 1, donor: 2, synced: 4 } as const;
const comments = { looking: 'Initialized', joiner: 'Joining', donor: 'Donor/Desynced', synced: 'Synced' } as const;

function sqlOf({ server, volume }: SimNode, docker: SimDocker): SqlAnswer {
  if (server === undefined) {
    return { kind: 'closed', reason: 'refused' };
  }
  if (server.stage === 'looking' || isSilent(server)) {
    return { kind: 'silent', reason: 'no answer' };
  }
  const { belief, stage, isDesynced } = server;
  const held = volume?.disk.innodb ?? -1;
  const status = wsrepStatus({
    clusterStatus: belief.isPrimary ? 'Primary' : 'non-Primary',
    clusterSize: belief.members.length,
    clusterConfId: belief.confId,
    evsState: 'OPERATIONAL',
    incomingAddresses: belief.members.map((name) => `${docker.node(name).address}:3306`),
    localState: isDesynced && stage !== 'joiner' ? 2 : localStates[stage],
    localStateComment: comments[stage],
    lastCommitted: held,
    localStateUuid: held >= 0 ? stateUuid : zeroUuid,
  });
  return { kind: 'status', status };
}

function journalOf({ process, volume, container }: SimNode): Journal | undefined {
  if (process === undefined || volume === undefined) {
    return undefined;
  }
  const { boot, phase, turn, step, hasConnected, hasSynced, told } = process;
  const found = process.found ?? positionOf(volume);
  const report =
    phase === 'preparing'
      ? undefined
      : {
          boot,
          phase,
          turn: container?.isOld === true ? 0 : turn,
          step,
          lastView: volume.view,
          position: {
            origin: found.origin,
            uuid: found.seqno >= 0 ? stateUuid : zeroUuid,
            seqno: found.seqno,
            safeToBootstrap: volume.disk.grastate === 'stopped' && volume.leftLast,
          },
          hears: true,
        };
  const servedWith = hasSynced ? volume.view : undefined;
  return { boot, report, connected: hasConnected, synced: hasSynced, told, servedWith, hasHole: false };
}

function statusOf({ container, process }: SimNode): ContainerFacts['status'] {
  if (container === undefined) {
    return 'absent';
  }
  if (process !== undefined) {
    return container.isPaused ? 'paused' : 'running';
  }
  return container.run === 0 ? 'created' : 'exited';
}

/** What is to be seen of a node at this moment. */
export function sightOf(node: SimNode, docker: SimDocker): Sight {
  const { name, container, process, address, volume } = node;
  const isRunning = process !== undefined;
  const isPaused = container?.isPaused === true;
  const sql = isRunning && !isPaused ? sqlOf(node, docker) : null;
  const facts: ContainerFacts = {
    status: statusOf(node),
    exitCode: container?.exitCode ?? 0,
    outOfMemory: false,
    onReplicationNetwork: container?.isConnected === true,
  };
  const told = node.server?.stage === 'donor' ? 'donor' : process?.told;
  const state = nodeState({ container: facts, sql, served: process?.hasSynced === true, told });
  return {
    node: name,
    address,
    container: container && {
      id: container.id,
      run: `${container.id} ${String(container.run)}`,
      hasRun: container.run > 0,
      isRunning,
      isPaused,
      onReplicationNetwork: container.isConnected,
      isFit: true,
    },
    // Of one that is frozen nothing is read.
    journal: isPaused ? undefined : journalOf(node),
    sql,
    view: nodeView(name, state, sql?.kind === 'status' ? sql.status : null),
    transferFacts: isRunning
      ? { node: name, image: 'mariadb:11.8', version: '11.8.6-MariaDB', dataBytes: 1, freeBytes: 2 }
      : undefined,
    isGivenUp: volume?.isGivenUp === true,
    hasFounded: container?.wasPrimary === true,
  };
}
