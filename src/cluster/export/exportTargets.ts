/** What a cluster can be handed on to. */
export const exportTargets = ['compose', 'mariadb-operator'] as const;

export type ExportTarget = (typeof exportTargets)[number];
