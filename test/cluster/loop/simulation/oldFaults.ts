/** An exact text of one source file, but for where its lines break, and what stood there. */
export interface Patch {
  /** From the repository's root; or {@link startScript}, for any part of it. */
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
}

/** A fault that the loop, the guard or the start script once had, put back. */
export interface OldFault {
  readonly name: string;
  /** What a user lost by it. */
  readonly lost: string;
  readonly patches: readonly Patch[];
}

export const startScript = 'the start script';
const loop = 'src/cluster/loop';
const simulation = 'test/cluster/loop/simulation';

export const oldFaults: readonly OldFault[] = [
  {
    name: 'zero UUID taken for a broken transfer',
    lost: 'what a node killed in DDL held: InnoDB was never asked, the guard passed it over, and it was wiped',
    patches: [
      {
        file: startScript,
        text: `recover_position
          [ "$uuid" != "$zero_uuid" ] || return 0
          # Where nothing has been applied since its server began, it was waiting for what it had missed.`,
        replacement: 'return 0',
      },
    ],
  },
  {
    name: 'joiner killed that counts',
    lost: 'the quorum of the node that served, when a scale-up was cancelled',
    patches: [
      {
        file: `${loop}/planTakeBack.ts`,
        text: 'return letLeave(sight, world, memory, isNew(sight.view));',
        replacement: `return {
          move: { kind: 'act', steps: [{ do: 'kill', node: sight.node }] },
          remember: { done: including(memory.done, [sight.node]) },
        };`,
      },
    ],
  },
  {
    name: 'wiped before the chosen one serves',
    lost: 'the newest data, where a recovery broke off or the chosen node did not start',
    patches: [
      {
        file: `${loop}/rules/recover.ts`,
        text: `{ do: 'giveUp', node: loser, forNode: node }`,
        replacement: `{ do: 'remove', node: loser }`,
      },
    ],
  },
  {
    name: 'desynced node waited for',
    lost: 'the start, which never ended while a client kept a node desynced',
    patches: [
      {
        file: `${loop}/situation.ts`,
        text: `return state === 'Synced' || state === 'Desynced';`,
        replacement: `return state === 'Synced';`,
      },
      {
        file: `${loop}/rules/synced.ts`,
        text: `if ((lasted(situation, 'desynced') ?? 0) > desyncedPatienceMs) {`,
        replacement: 'if (desyncedPatienceMs < 0) {',
      },
    ],
  },
  {
    name: 'decision to join kept',
    lost: 'the start of a node killed and restored at once: the survivor had lost its quorum a moment later',
    patches: [
      {
        file: `${loop}/rules/decide.ts`,
        text: `if (decision.kind === 'join') {`,
        replacement: `if (decision.kind === 'join' || memory.hasServed) {`,
      },
      {
        file: `${loop}/rules/decide.ts`,
        text: `if (lasted(situation, 'lost') === undefined || founderIsAtIt(situation)) {`,
        replacement: `if (lasted(situation, 'lost') === undefined || mostDecisions > 0) {`,
      },
    ],
  },
  {
    name: 'founder that hung founds again',
    lost: 'one history: joiners had been admitted meanwhile, and served without it',
    patches: [
      {
        file: `${simulation}/simServers.ts`,
        text: 'this.watch.stir(); this.serverEnds(node, process);',
        replacement: 'process.server = undefined; this.regroupSoon(0); this.foundWith(node, process, isForced);',
      },
    ],
  },
  {
    name: 'token good for any turn',
    lost: 'one history, as above: the script heeded the boot that a token names, and not the turn',
    patches: [
      {
        file: `${simulation}/simScripts.ts`,
        text: 'isOld || turn === process.turn',
        replacement: 'isOld || turn <= process.turn',
      },
    ],
  },
  {
    name: 'trusted to run for ever',
    lost: 'the start: a node that ran at the beginning and was stopped meanwhile was not started',
    patches: [
      {
        file: `${loop}/rules/boot.ts`,
        text: '!isStopped(sight)',
        replacement: '!isStopped(sight) && (memory.foundUp?.has(sight.node) !== true || memory.toBoot.has(sight.node))',
      },
    ],
  },
  {
    name: 'killed while it waits for its IST',
    lost: 'intact data to a full transfer: where the server began was not heeded',
    patches: [
      {
        file: startScript,
        text: 'then origin=recovered; else origin=unsettled; fi',
        replacement: 'then origin=unsettled; else origin=unsettled; fi',
      },
    ],
  },
  {
    name: 'components told apart by size alone',
    lost: 'one history: {g1} and {g2, g3} with g3 silent passed for one component',
    patches: [
      {
        file: 'src/cluster/guard/decide.ts',
        text: 'distinct(primary.map(({ component }) => component)) <= 1',
        replacement: 'primary.length <= Math.max(0, ...primary.map(({ componentSize }) => componentSize))',
      },
    ],
  },
  {
    name: 'losers not given up',
    lost: 'agreement: what had been stopped for a recovery joined the chosen one with what that never had',
    patches: [
      {
        file: `${loop}/rules/recover.ts`,
        text: '(memory.done.has(`stopped ${sight.node}`) ? [sight.node] : [])',
        replacement: '[]',
      },
    ],
  },
  {
    name: 'quorum not given back',
    lost: 'the service of those that had served, when a joiner was killed and the scale-up failed with it',
    patches: [
      {
        file: `${loop}/planTakeBack.ts`,
        text: 'serveAsBefore(goal, world, memory) ?? asBefore',
        replacement: 'asBefore',
      },
    ],
  },
  {
    name: 'Primary again by a stale claim',
    lost: 'the last writes: a node that had been frozen was made Primary without them',
    patches: [
      {
        file: `${loop}/planTakeBack.ts`,
        text: 'goal.started.length > 0 && isOneComponent(goal.before.nodes) ? served(goal) : []',
        replacement: 'served(goal)',
      },
    ],
  },
  {
    name: 'new members unmade',
    lost: 'what was acknowledged last, or any start: nobody served without the new members',
    patches: [
      {
        file: `${loop}/operate.ts`,
        text: 'const serves = isOneComponent(now) &&',
        replacement: 'const serves = true ||',
      },
    ],
  },
];
