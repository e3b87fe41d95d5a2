import { type ClusterView, isUp } from '../../cluster/vocabulary/model';

/** A cluster that Start Cluster could start; `existing` is absent where it would be made. */
export interface StartCandidate {
  readonly name: string;
  readonly existing: ClusterView | undefined;
}

/**
 * What the palette's Start Cluster may mean: this workspace's cluster first, made if need be, then the others
 * of which no node runs. One entry means there is nothing to ask.
 */
export function startCandidates(own: string, clusters: readonly ClusterView[]): StartCandidate[] {
  const others = clusters.filter(({ name, nodes }) => name !== own && !nodes.some(isUp));
  return [
    { name: own, existing: clusters.find(({ name }) => name === own) },
    ...others.map((existing) => ({ name: existing.name, existing })),
  ];
}
