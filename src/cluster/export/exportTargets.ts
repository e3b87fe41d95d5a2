/** What a cluster can be handed on to. */
export const exportTargets = ['compose'] as const;

export type ExportTarget = (typeof exportTargets)[number];
