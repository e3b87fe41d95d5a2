import type { Write } from './ledger';

/** What must be so in the end: a thing is there, is gone, or either, where nobody was told. */
type Certainty = 'there' | 'gone' | 'maybe';

/** Something that a statement made or took away, and the statement's span, for the evidence. */
export interface Fact {
  readonly certainty: Certainty;
  readonly by: Write;
}

/** What a client was told of a row it wrote through a table. */
export interface RowWrite extends Write {
  readonly id: number;
  readonly outcome: Outcome;
}

/** `refused`: the server's word that nothing was done. `unknown`: no word of it came back, or one that doesn't say. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** A table or sequence with its whole history. One client alone changes it, one statement after another. */
export interface SchemaObject {
  readonly kind: 'table' | 'sequence';
  readonly client: number;
  /** Made at the beginning and never renamed, emptied or dropped: large enough that an ALTER by copy takes a while. */
  readonly bulk: boolean;
  /** The names it may have, of which it has one. */
  names: readonly string[];
  /** Those that it was renamed from. */
  readonly former: string[];
  existence: Fact;
  /** A piece of the text of its SHOW CREATE, to whether it has to be in there. */
  readonly parts: Map<string, Fact>;
  readonly triggers: Map<string, Fact>;
  readonly rows: RowWrite[];
  /** Spans in which it was emptied, or may have been. */
  readonly emptied: { readonly by: Write; readonly outcome: Outcome }[];
  /** Values that a NEXTVAL of a sequence without cache brought, each told to one client. */
  readonly values: { readonly value: number; readonly by: Write }[];
  /** Nobody touches it any more: it was dropped, or one of its statements may still be done, at any time. */
  retired: boolean;
}

/** What a statement does to its object once it is done. */
export interface Effect {
  readonly existence?: 'there' | 'gone';
  readonly name?: string;
  readonly adds?: readonly string[];
  readonly removes?: readonly string[];
  readonly addsTriggers?: readonly string[];
  readonly removesTriggers?: readonly string[];
  readonly empties?: boolean;
}

/** One statement of a client on an object. */
export interface DdlOperation {
  /** To count by: "addColumn copy". */
  readonly kind: string;
  readonly object: SchemaObject;
  readonly sql: string;
  readonly effect: Effect;
  /** Nothing that may come late can upset what follows: where it is unknown its object stays in use. */
  readonly independent: boolean;
  /** The server's error numbers of which it has to answer one; none for a statement that has to succeed. */
  readonly mustFail: readonly number[];
}

/** An object before its creation is entered; the bulk one is there from the beginning. */
export function newObject(
  kind: SchemaObject['kind'],
  client: number,
  name: string,
  by: Write,
  bulk = false,
): SchemaObject {
  const existence = { certainty: bulk ? 'there' : 'gone', by } as const;
  return {
    kind,
    client,
    bulk,
    names: [name],
    former: [],
    existence,
    parts: new Map(),
    triggers: new Map(),
    rows: [],
    emptied: [],
    values: [],
    retired: false,
  };
}

function settle(facts: Map<string, Fact>, keys: readonly string[], certainty: Certainty, by: Write): void {
  keys.forEach((key) => facts.set(key, { certainty, by }));
}

/** What the clients were told of every change they made to the schema, and of the rows they wrote through it. */
export class SchemaLedger {
  readonly objects: SchemaObject[] = [];
  /** What is on its way to a node or being done there. */
  readonly underWay = new Set<DdlOperation>();
  /** How often a kind of statement ended how. */
  readonly counts = new Map<string, Record<Outcome, number>>();
  /** Answers that contradict what was acknowledged before. */
  readonly surprises: { readonly object: SchemaObject; readonly by: Write; readonly answer: string }[] = [];

  count(kind: string, outcome: Outcome): void {
    const counts = this.counts.get(kind) ?? { acknowledged: 0, refused: 0, unknown: 0 };
    counts[outcome]++;
    this.counts.set(kind, counts);
  }

  total(outcome: Outcome): number {
    return [...this.counts.values()].reduce((sum, counts) => sum + counts[outcome], 0);
  }

  /** Enters how a statement ended. */
  settle({ kind, object, effect, independent }: DdlOperation, outcome: Outcome, by: Write): void {
    this.count(kind, outcome);
    if (outcome === 'refused') {
      return;
    }
    const done = outcome === 'acknowledged';
    settle(object.parts, effect.adds ?? [], done ? 'there' : 'maybe', by);
    settle(object.parts, effect.removes ?? [], done ? 'gone' : 'maybe', by);
    settle(object.triggers, effect.addsTriggers ?? [], done ? 'there' : 'maybe', by);
    settle(object.triggers, effect.removesTriggers ?? [], done ? 'gone' : 'maybe', by);
    if (effect.name !== undefined) {
      object.former.push(...(done ? object.names : []));
      object.names = done ? [effect.name] : [...object.names, effect.name];
    }
    if (effect.existence !== undefined) {
      object.existence = { certainty: done ? effect.existence : 'maybe', by };
    }
    if (effect.empties === true) {
      object.emptied.push({ by, outcome });
    }
    object.retired ||= !done && !independent;
    object.retired ||= done && effect.existence === 'gone';
  }
}
