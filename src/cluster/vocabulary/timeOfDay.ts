/**
 * The time of day in milliseconds since 1970, for what is compared with times that others wrote down. It jumps when the
 * clock is set, so that durations and deadlines go by performance.now(), which doesn't: lint holds that.
 */
export function timeOfDay(): number {
  return Date.now();
}
