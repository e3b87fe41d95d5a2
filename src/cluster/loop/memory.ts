/** A joiner that was told whom to join, in which turn of which boot, and when. */
export interface Turn {
  readonly boot: string;
  readonly turn: number;
  readonly atMs: number;
}

/**
 * What a run of the loop knows beyond what it sees: what it has done itself, and since when something lasts. All else
 * is looked at anew each time.
 */
export interface Memory {
  /** Members that are brought up: the goal's, or all once a component has to be founded. */
  readonly concerned: readonly string[];
  readonly hasNetworks: boolean;
  readonly hasPreparedImage: boolean;
  /** Which container of a node has its files, or the list of members. */
  readonly equipped: ReadonlyMap<string, string>;
  /** Nodes whose containers were made in this run. */
  readonly made: ReadonlySet<string>;
  /** How often a node was booted in this run. */
  readonly boots: ReadonlyMap<string, number>;
  /** Nodes that were stopped in this run, to begin anew. */
  readonly toBoot: ReadonlySet<string>;
  /** Nodes that were just unfrozen or reconnected. */
  readonly healed: ReadonlySet<string>;
  /** Nodes that ran when all was first seen, and haven't been started anew since; undefined before that. */
  readonly foundUp: ReadonlySet<string> | undefined;
  readonly admitted: ReadonlyMap<string, Turn>;
  /** Who was handed the token, until it is Primary or is asked again. */
  readonly founder: ({ readonly node: string } & Turn) | undefined;
  /** Nodes that will be filled from a founder, which can't be asked while it starts. */
  readonly toFill: readonly string[];
  /** A component has served that others could join. */
  readonly hasServed: boolean;
  /** How often the guard had to say something else than to join. */
  readonly decisions: number;
  /** Since when something lasts, by its name. */
  readonly since: ReadonlyMap<string, number>;
  /** Nodes whose data were given up in this run. */
  readonly givenUp: readonly string[];
  /** The run of the container in which the node that the user chose was handed the token. */
  readonly foundIn: string | undefined;
  /** The node whose data were given up before, and that was chosen in this run after all. */
  readonly takenUp: string | undefined;
  /** Nodes that were stopped in this run so that they aren't in the way, and are to run again if it fails. */
  readonly stopped: readonly string[];
  /** Nodes that were dealt with for good. */
  readonly done: ReadonlySet<string>;
  /** How a node was when it was told to leave, and when that was. */
  readonly leaving: ReadonlyMap<string, Leaving>;
}

export interface Leaving {
  readonly atMs: number;
  readonly wasRunning: boolean;
  readonly isPrimary: boolean;
  /** Of its component then; 0 where it was in none. */
  readonly clusterConfId: number;
  readonly clusterSize: number;
  /** The members of its component then, as "172.19.0.11:3306". */
  readonly incomingAddresses: readonly string[];
}

export function emptyMemory(concerned: readonly string[]): Memory {
  return {
    concerned,
    hasNetworks: false,
    hasPreparedImage: false,
    equipped: new Map(),
    made: new Set(),
    boots: new Map(),
    toBoot: new Set(),
    healed: new Set(),
    foundUp: undefined,
    admitted: new Map(),
    founder: undefined,
    toFill: [],
    hasServed: false,
    decisions: 0,
    since: new Map(),
    givenUp: [],
    foundIn: undefined,
    takenUp: undefined,
    stopped: [],
    done: new Set(),
    leaving: new Map(),
  };
}

/** A set with more in it. */
export function including<T>(set: ReadonlySet<T>, more: Iterable<T>): ReadonlySet<T> {
  return new Set([...set, ...more]);
}

/** A set with some taken out. */
export function excluding<T>(set: ReadonlySet<T>, fewer: readonly T[]): ReadonlySet<T> {
  return new Set([...set].filter((each) => !fewer.includes(each)));
}

/** A map without some of its keys. */
export function without<T>(map: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  return new Map([...map].filter(([key]) => !keys.includes(key)));
}
