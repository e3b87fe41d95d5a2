import type { Transfer } from './model';

/** Where a node is on its way to Synced, in order. */
export type NodeStep =
  | 'create'
  | 'prepare'
  | 'bootstrap'
  | 'join'
  | 'synced'
  | 'stop'
  | 'stopped'
  | 'remove'
  | 'kill'
  | 'freeze'
  | 'unfreeze'
  | 'isolate'
  | 'reconnect';

/** What is done to a cluster's balancer. */
export type BalancerStep = 'create' | 'start' | 'stop' | 'remove';

/** What a long operation reports while it runs; a face turns it into words. */
export type Progress =
  | { readonly kind: 'waitingForLock'; readonly holder: string; readonly since: Date }
  | { readonly kind: 'image'; readonly image: string; readonly percent: number }
  | { readonly kind: 'node'; readonly node: string; readonly step: NodeStep }
  | { readonly kind: 'balancer'; readonly step: BalancerStep }
  /** How far the state transfer into a node is; told when it changes. */
  | { readonly kind: 'transfer'; readonly node: string; readonly transfer: Transfer };

export type OnProgress = (progress: Progress) => void;
