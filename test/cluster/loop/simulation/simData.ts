import { type Disk, findPosition, type Found } from '../../guard/startScript';

/** What a node's tables hold: how many acknowledged changes, and which attempt at DDL was the last one there. */
export interface Content {
  readonly changes: number;
  readonly ddl: number;
}

/** What lies on a node's volume. */
export interface SimVolume {
  disk: Disk;
  content: Content;
  /** Of the last Primary component that it was in. */
  view: readonly string[];
  leftLast: boolean;
  isGivenUp: boolean;
  /** Its server ended in DDL, or while it got what it had missed: whether it holds what it says nobody can know. */
  isInDoubt: boolean;
}

export const nothing: Content = { changes: 0, ddl: 0 };
/** What a transfer that isn't done leaves. */
export const halfOfIt: Content = { changes: -2, ddl: -2 };
const emptyDisk = (): Disk => ({
  grastate: 'absent',
  innodb: -1,
  transfer: false,
  givenUp: false,
  began: undefined,
});
export const emptyVolume = (): SimVolume => ({
  disk: emptyDisk(),
  content: nothing,
  view: [],
  leftLast: false,
  isGivenUp: false,
  isInDoubt: false,
});
export const isSame = (a: Content, b: Content): boolean => a.changes === b.changes && a.ddl === b.ddl;

/** What must never be. */
export class Violation extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Violation';
  }
}

/** What the start script finds there, by the real script. */
export function positionOf({ disk, isGivenUp }: SimVolume): Found {
  return findPosition(isGivenUp ? { ...disk, grastate: 'zero', givenUp: true } : disk);
}
