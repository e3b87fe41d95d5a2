import type { RecoveryOptions } from '../cluster/operations/recoverCluster';
import type { MemberKnowledge } from '../cluster/guard/decide';
import { type RecoveryChoice, recoveryWay } from '../cluster/view/recoveryWays';

function holder({ node, position }: MemberKnowledge): string {
  const held = position === null ? 'position unreadable' : `${position.uuid}:${String(position.seqno)}`;
  return `${node} (${held})`;
}

function choiceLine({ member, givesUp }: RecoveryChoice): string {
  const lost = givesUp.length === 0 ? 'nothing that the others show' : `the state of ${givesUp.map(holder).join(', ')}`;
  return `  --bootstrap ${member.node} gives up ${lost}`;
}

function givenUpLines(name: string, givenUp: readonly string[]): readonly string[] {
  return givenUp.map(
    (node) =>
      `What ${node} held was given up for another's data; galera recover ${name} --bootstrap ${node} --accept-loss takes it up again.`,
  );
}

/** What there is to do, the guard's reason first where it refuses. */
function wayLines(name: string, { members, decision, reason = '', givenUp }: RecoveryOptions): readonly string[] {
  const way = recoveryWay(members, decision);
  switch (way.kind) {
    case 'start':
      return givenUp.length === 0
        ? [`Nothing has to be chosen: galera start ${name} brings it back with all of its data.`]
        : [
            `galera start ${name} brings it back with the data that count, and fills ${givenUp.join(', ')} with them.`,
            ...givenUpLines(name, givenUp),
          ];
    case 'stop':
      return [reason, `While nodes run, none can be chosen: galera stop ${name}, then galera recover ${name}.`];
    case 'startAnew':
      return [reason, 'Remove the cluster and start a new one, or put a volume with data back.'];
    case 'choose': {
      const missing = way.missing.join(', ');
      return [
        reason,
        `To choose knowingly: galera recover ${name} --bootstrap NODE --accept-loss`,
        ...way.choices.map(choiceLine),
        ...givenUpLines(name, givenUp),
        ...(missing === '' ? [] : [`Transactions that only ${missing} held are lost with any of them.`]),
      ];
    }
  }
}

/** What `recover` prints where no node is chosen: what each holds, and what there is to do. */
export function recoveryText(name: string, found: RecoveryOptions): string {
  return [...found.table, '', ...wayLines(name, found)].join('\n');
}
