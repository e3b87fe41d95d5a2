/** A container's start or end, as Docker told it. */
export interface LifeEvent {
  readonly at: number;
  readonly node: string;
  readonly what: 'start' | 'die';
  readonly exitCode: number;
}

const killed = 137;

/**
 * The crash that Galera is known to lose acknowledged writes in (MDEV-38974, MDEV-38976): every node that ran when
 * the write was sent was killed within a short time after the answer.
 *
 * @returns the kills, or undefined where it wasn't so
 */
export function coordinatedCrash(
  events: readonly LifeEvent[],
  write: { readonly sentAt: number; readonly answeredAt: number },
  windowMs = 1_000,
): LifeEvent[] | undefined {
  const running = new Set<string>();
  for (const { node, what, at } of events) {
    if (at <= write.sentAt) {
      if (what === 'start') {
        running.add(node);
      } else {
        running.delete(node);
      }
    }
  }
  const kills = [...running].map((node) =>
    events.find((event) => event.node === node && event.at > write.sentAt && event.what === 'die'),
  );
  const inTime = kills.filter(
    (event) => event !== undefined && event.exitCode === killed && event.at <= write.answeredAt + windowMs,
  ) as LifeEvent[];
  return kills.length > 0 && inTime.length === kills.length ? inTime : undefined;
}
