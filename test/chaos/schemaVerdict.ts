import type { Write } from './ledger';
import { coordinatedCrash, type LifeEvent } from './nodeLives';
import type { Fact, RowWrite, SchemaLedger, SchemaObject } from './schemaLedger';
import type { SchemaState } from './schemaState';
import { told, type Verdict } from './verdict';

/** Made before the run, and nobody's to change. */
const fixed = ['accounts', 'transfers', 'appends'];
const examples = 5;

/** Something acknowledged that a node doesn't show, and the statement that was. */
interface Finding {
  readonly what: string;
  readonly by: Write;
}

function contradicts({ certainty }: Fact, there: boolean): boolean {
  return (certainty === 'there' && !there) || (certainty === 'gone' && there);
}

/** Where a row has to be in the end, or mustn't be; undefined where it may. */
function rowFate(object: SchemaObject, row: RowWrite): 'there' | 'gone' | undefined {
  if (row.outcome === 'refused') {
    return 'gone';
  }
  if (
    object.emptied.some(
      ({ by, outcome }) => outcome === 'acknowledged' && row.outcome === 'acknowledged' && row.answeredAt < by.sentAt,
    )
  ) {
    return 'gone';
  }
  return row.outcome === 'acknowledged' && object.emptied.every(({ by }) => by.answeredAt < row.sentAt)
    ? 'there'
    : undefined;
}

function rowFindings(object: SchemaObject, name: string, state: SchemaState): Finding[] {
  const held = state.rows.get(name) ?? new Map<number, string>();
  return object.rows.flatMap((row) => {
    const value = held.get(row.id);
    const fate = rowFate(object, row);
    if (value !== undefined && value !== `r${row.id}`) {
      return [{ what: `row ${row.id} of ${name} is altered: "${value}"`, by: row }];
    }
    const wrong = (fate === 'there' && value === undefined) || (fate === 'gone' && value !== undefined);
    return wrong ? [{ what: `row ${row.id} of ${name} is ${value === undefined ? 'missing' : 'there'}`, by: row }] : [];
  });
}

function valueFindings({ values }: SchemaObject, name: string, state: SchemaState): Finding[] {
  const next = state.next.get(name) ?? Infinity;
  const before = new Set<number>();
  return values.flatMap(({ value, by }) => {
    const again = before.has(value);
    before.add(value);
    return again || value >= next
      ? [{ what: again ? `${name} gave ${value} twice` : `${name} would give ${value} again`, by }]
      : [];
  });
}

function objectFindings(object: SchemaObject, state: SchemaState): Finding[] {
  const found = object.names.filter((name) => state.objects.has(name));
  const [name] = found;
  const called = object.names.join(' or ');
  if (contradicts(object.existence, found.length > 0)) {
    return [{ what: `${object.kind} ${called} is ${found.length > 0 ? 'there' : 'missing'}`, by: object.existence.by }];
  }
  if (name === undefined) {
    return [];
  }
  const text = state.objects.get(name) ?? '';
  const parts = [...object.parts].filter(([part, fact]) => contradicts(fact, text.includes(part)));
  const triggers = [...object.triggers].filter(([trigger, fact]) => contradicts(fact, state.triggers.has(trigger)));
  return [
    ...(found.length > 1
      ? [{ what: `${object.kind} ${found.join(' and ')} is there twice`, by: object.existence.by }]
      : []),
    ...parts.map(([part, { certainty, by }]) => ({
      what: `${part.trim()} of ${name} is ${certainty === 'there' ? 'missing' : 'there'}`,
      by,
    })),
    ...triggers.map(([trigger, { certainty, by }]) => ({
      what: `trigger ${trigger} on ${name} is ${certainty === 'there' ? 'missing' : 'there'}`,
      by,
    })),
    ...rowFindings(object, name, state),
    ...valueFindings(object, name, state),
  ];
}

function findingsOn({ objects }: SchemaLedger, state: SchemaState): (Finding & { readonly object: SchemaObject })[] {
  return objects.flatMap((object) => objectFindings(object, state).map((finding) => ({ ...finding, object })));
}

/** What a node holds that no statement can have made: its creation was refused, or it was renamed away. */
function strangers({ objects }: SchemaLedger, state: SchemaState, excused: ReadonlySet<SchemaObject>): string[] {
  const names = new Set([
    ...fixed,
    ...objects.flatMap((object) => [...object.names, ...(excused.has(object) ? object.former : [])]),
  ]);
  const triggers = new Set(objects.flatMap((object) => [...object.triggers.keys()]));
  return [
    ...[...state.objects.keys()].filter((name) => !names.has(name)),
    ...[...state.triggers.keys()].filter((name) => !triggers.has(name)).map((name) => `trigger ${name}`),
  ];
}

/** What isn't the same on all nodes. */
function differences(states: readonly SchemaState[]): string[] {
  const kinds = [
    ['objects', ''],
    ['triggers', 'trigger '],
    ['sums', 'contents of '],
  ] as const;
  return kinds.flatMap(([kind, word]) => {
    const names = [...new Set(states.flatMap((state) => [...state[kind].keys()]))].sort();
    const differ = names.filter((name) => new Set(states.map((state) => state[kind].get(name))).size > 1);
    return differ.map(
      (name) =>
        `${word}${name}: ${states.map((state) => `${state.node} has ${state[kind].get(name) ?? 'nothing'}`).join(' | ')}`,
    );
  });
}

function listed(findings: readonly Finding[]): string {
  const shown = findings.slice(0, examples).map(({ what, by }) => `${what} (${told([by])})`);
  return shown.join('; ') + (findings.length > examples ? `; and ${findings.length - examples} more` : '');
}

/** Holds what the clients were told of the schema, and of rows written through it, against what every node has. */
export function judgeSchema(
  ledger: SchemaLedger,
  lives: readonly LifeEvent[],
  states: readonly SchemaState[],
): Verdict {
  const failures: string[] = [];
  const knownLosses: string[] = [];
  const byNode = states.map((state) => ({ state, findings: findingsOn(ledger, state) }));
  const excused = new Set<SchemaObject>();
  const everywhere = (what: string): boolean =>
    byNode.every(({ findings }) => findings.some((finding) => finding.what === what));
  for (const { state, findings } of byNode) {
    const known = findings.filter(({ what, by }) => everywhere(what) && coordinatedCrash(lives, by) !== undefined);
    const ours = findings.filter((finding) => !known.includes(finding));
    known.forEach(({ object }) => excused.add(object));
    if (known.length > 0) {
      knownLosses.push(
        `${state.node} contradicts ${known.length} answers about the schema, as every node does; all nodes were killed within 1 s of them (MDEV-38974, MDEV-38976): ${listed(known)}`,
      );
    }
    if (ours.length > 0) {
      failures.push(`${state.node} contradicts ${ours.length} answers about the schema: ${listed(ours)}`);
    }
    const strange = strangers(ledger, state, excused);
    if (strange.length > 0) {
      failures.push(`${state.node} holds what nobody was told is made: ${strange.join(', ')}`);
    }
  }
  failures.push(
    ...differences(states)
      .slice(0, examples)
      .map((difference) => `The nodes differ: ${difference}`),
  );
  for (const { object, by, answer } of ledger.surprises) {
    if (!excused.has(object)) {
      failures.push(`An answer contradicts what was acknowledged before: ${told([by])} answered "${answer}"`);
    }
  }
  if (ledger.total('acknowledged') === 0) {
    failures.push('No change of the schema was acknowledged in the whole run, so it proves nothing of that');
  }
  return { failures, knownLosses };
}
