/**
 * The nodes that leave a cluster that gets fewer: those with the highest names; empty where it gets none fewer.
 *
 * @param nodes all of the cluster's, by name.
 * @param count how many it is to have.
 */
export function nodesToGo<T>(nodes: readonly T[], count: number): readonly T[] {
  return nodes.slice(count);
}
