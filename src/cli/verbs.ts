import type { Verb } from './verb';
import { balancer } from './verbs/balancer';
import { connect } from './verbs/connect';
import { freeze } from './verbs/freeze';
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

/** Every verb, in the order of `--help`. */
export const verbs: readonly Verb[] = [
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
];
