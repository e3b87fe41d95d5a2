/** Where programs that failed say their cause: apt, dpkg and the server's client begin with other things. */
export function lastLine(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  return text.slice(text.lastIndexOf('\n') + 1);
}
