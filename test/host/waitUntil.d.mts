export function waitUntil<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  options: {
    readonly deadlineMs: number;
    readonly signal?: AbortSignal | undefined;
    readonly details?: () => readonly string[] | Promise<readonly string[]>;
  },
): Promise<T>;
