/** What the benchmark of starting measures, in the order it is shown. */
export const startRows = ['first-start', 'resume', 'resume-after-kill-all', 'rejoin', 'scale-3-5'] as const;

/** Seconds by row. */
export type StartTimes = Readonly<Record<(typeof startRows)[number], number>>;
