/**
 * One thing that is done to a cluster. It decides nothing, can be cut short anywhere, and may be done again.
 *
 * - `makeNetworks`, `makeVolume`, `prepareImage`, `makeContainer`: where it is missing; a container that can't be
 *   started any more is made anew.
 * - `equip`: the files that a node needs before it starts, or, to one that runs, the list of members; on all at once.
 * - `boot`: its container starts. It founds and joins nothing by itself.
 * - `handToken`: it may found the component, in this turn of this boot and in no other.
 * - `admit`: it may join, by way of these.
 * - `reform`: its component is Primary again.
 * - `withdraw`: the server ends that looks for a group which is no more; one that is in service by now stays.
 * - `tellToLeave`: it is to leave by itself, however long that takes; `stop` ends it after a while.
 * - `measure`: what a full transfer takes, for the next look.
 * - `giveUp`: what it holds counts for nothing, for that node's sake; `takeUp`: it counts again.
 * - `remove`: its container and its volume go.
 */
export type Step =
  | { readonly do: 'makeNetworks' | 'prepareImage' }
  | { readonly do: 'equip' | 'measure'; readonly nodes: readonly string[] }
  | { readonly do: StepOfNode; readonly node: string }
  | { readonly do: 'stop'; readonly node: string; readonly patienceSeconds?: number }
  | { readonly do: 'handToken'; readonly node: string; readonly boot: string; readonly turn: number }
  | {
      readonly do: 'admit';
      readonly node: string;
      readonly boot: string;
      readonly turn: number;
      readonly hosts: readonly string[];
    }
  | { readonly do: 'giveUp'; readonly node: string; readonly forNode: string };

type StepOfNode =
  | 'makeVolume'
  | 'makeContainer'
  | 'boot'
  | 'unfreeze'
  | 'reconnect'
  | 'withdraw'
  | 'reform'
  | 'tellToLeave'
  | 'kill'
  | 'freeze'
  | 'isolate'
  | 'takeUp'
  | 'remove';
