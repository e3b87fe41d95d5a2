/** A time of today as a clock shows it: "09:05:07". */
export function clockTime(time: Date): string {
  return time.toTimeString().slice(0, 8);
}
