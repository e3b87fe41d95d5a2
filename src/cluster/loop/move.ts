import type { GaleraError } from '../vocabulary/errors';
import type { Memory } from './memory';
import type { Step } from './step';

/** What to do next. */
export type Move =
  /** All at once; then to look again. */
  | { readonly kind: 'act'; readonly steps: readonly Step[] }
  | Wait
  | { readonly kind: 'refuse'; readonly error: GaleraError }
  | Ended
  | { readonly kind: 'reached' };

/** To look again after a while. */
export interface Wait {
  readonly kind: 'wait';
  /** As in "g2 to be Synced". */
  readonly what: string;
  /** Milliseconds for which nothing may move. */
  readonly deadlineMs: number;
  /** Changes as long as something moves. */
  readonly sign: string;
  /** Whose logs tell why it was in vain. */
  readonly about: readonly string[];
}

/** A node's container has ended that shouldn't have; its log says why. */
export interface Ended {
  readonly kind: 'ended';
  readonly node: string;
  /** As in "ended before it was Synced". */
  readonly what: string;
  /** It was to be filled: its donor's log may say why it wasn't. */
  readonly isTransfer: boolean;
  /** As the tree has it, in a few words. */
  readonly reason?: string | undefined;
}

/** A move, and what is to be remembered of it. */
export interface Verdict {
  readonly move: Move;
  readonly remember?: Partial<Memory>;
  /** A line for the log. */
  readonly say?: string;
  /** The same for what the user ought to know. */
  readonly warn?: string;
}

/** To look again at once: something was learned. */
export const lookAgain: Move = { kind: 'act', steps: [] };
