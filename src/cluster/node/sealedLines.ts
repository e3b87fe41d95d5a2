import { createHash } from 'node:crypto';

/** What a line of a container's log begins with that reports on a boot. */
export const bootMark = 'galera-boot: ';

/** What is said as name=value, name=value; a name's value ends at the next space. */
export function valuesOf(line: string): ReadonlyMap<string, string> {
  return new Map(
    line.split(' ').flatMap((word) => {
      const at = word.indexOf('=');
      return at < 0 ? [] : [[word.slice(0, at), word.slice(at + 1)] as const];
    }),
  );
}

/** What proves a boot's lines: who can bring lines into a server's log knows no password (script/report.sh). */
export function sealOf(monitorPassword: string, boot: string): string {
  return createHash('sha256').update(`${monitorPassword} ${boot}`).digest('hex');
}

/** The boot that a line of a container's log proves by its seal; undefined for any other line. */
export function sealedBoot(line: string, monitorPassword: string): string | undefined {
  if (!line.startsWith(bootMark)) {
    return undefined;
  }
  const values = valuesOf(line.slice(bootMark.length));
  const boot = values.get('boot') ?? '';
  return boot !== '' && values.get('seal') === sealOf(monitorPassword, boot) ? boot : undefined;
}
