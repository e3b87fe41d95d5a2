import { type BalancedState, balancedStates } from '../vocabulary/model';
import { valuesOf } from '../node/sealedLines';
import { nodeNumber } from '../vocabulary/names';

const mark = 'galera-balancer: ';

/** What writer.lua has said of the nodes last. */
export interface BalancerSaid {
  /** Null where nobody can be written to. */
  readonly writer: string | null;
  /** Those that aren't out. */
  readonly nodes: ReadonlyMap<string, BalancedState>;
}

/** The last word of a balancer's log on the nodes; undefined where it has said nothing yet. */
export function lastSaid(lines: readonly string[]): BalancerSaid | undefined {
  const line = lines.findLast((each) => each.startsWith(`${mark}writer=`));
  if (line === undefined) {
    return undefined;
  }
  const values = valuesOf(line.slice(mark.length));
  const nodes = new Map(
    [...values].flatMap(([node, said]) => {
      const state = balancedStates.find((each) => each === said);
      return nodeNumber(node) === undefined || state === undefined ? [] : [[node, state] as const];
    }),
  );
  const writer = values.get('writer') ?? '';
  return { writer: nodes.has(writer) ? writer : null, nodes };
}

/** What became of an order, by its name; undefined while nothing has. */
export function answerTo(order: string, lines: readonly string[]): 'done' | 'refused' | undefined {
  const said = lines
    .findLast((each) => each.startsWith(`${mark}order=${order} `))
    ?.split(' ')
    .at(-1);
  return said === 'done' || said === 'refused' ? said : undefined;
}
