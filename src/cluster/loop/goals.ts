import { donorsInTurn } from '../view/donors';
import type { Serve } from './goal';

/** What a goal that has nodes serve is made from. */
export interface ServeRequest {
  readonly cluster: string;
  readonly members: readonly string[];
  /** All where left out. */
  readonly concerned?: readonly string[];
  /** The nodes to ask first for a state transfer, best first; left to the server where left out. */
  readonly donors?: readonly string[];
  readonly dataOf?: string;
  readonly givenUp?: readonly string[];
  readonly stopped?: readonly string[];
  readonly onlyLook?: true;
}

/** A goal that has nodes serve; each joiner is to begin with another donor, so that they are filled side by side. */
export function serve({ cluster, members, concerned = members, donors = [], ...more }: ServeRequest): Serve {
  const inTurn = concerned.map(
    (node, turn) => [node, donorsInTurn(donors, turn).filter((donor) => donor !== node)] as const,
  );
  return { kind: 'serve', cluster, members, concerned, donors: new Map(inTurn), ...more };
}
