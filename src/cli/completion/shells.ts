import bash from './galera.sh';
import fish from './galera.fish';
import powershell from './galera.ps1';
import zsh from './galera.zsh';

/**
 * Each shell's script. It asks `galera complete -- WORD… .WORD`, the words behind `galera` up to the cursor, the last
 * with a dot before it, for an empty word doesn't survive every shell. What comes back is a line for each thing that
 * can stand there, a tab and what it means behind it, or the line `:files`.
 */
export const completionScripts = { bash, zsh, fish, powershell } as const;

export const shellNames = Object.keys(completionScripts) as readonly (keyof typeof completionScripts)[];
