import type { Verb, VerbFamily } from './verb';
import { balancer } from './verbs/balancer';
import { completion } from './verbs/completion';
import { connect } from './verbs/connect';
import { exportVerb } from './verbs/export';
import { freeze } from './verbs/freeze';
import { help } from './verbs/help';
import { idle } from './verbs/idle';
import { isolate } from './verbs/isolate';
import { kill } from './verbs/kill';
import { rebuild } from './verbs/rebuild';
import { recover } from './verbs/recover';
import { remove } from './verbs/remove';
import { restore } from './verbs/restore';
import { scale } from './verbs/scale';
import { start } from './verbs/start';
import { status } from './verbs/status';
import { stop } from './verbs/stop';

/** Every verb, in the order of the README's table and, within its group, of `--help`. */
export const verbs: readonly (Verb | VerbFamily)[] = [
  start,
  status,
  connect,
  stop,
  remove,
  kill,
  idle,
  freeze,
  isolate,
  restore,
  rebuild,
  scale,
  balancer,
  recover,
  exportVerb,
  completion,
  help,
];
