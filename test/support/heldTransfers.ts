/** Touched in a donor whose transfer stands still. */
export const heldMark = '/tmp/held';
const goMark = '/tmp/go';

/**
 * A script for a donor: the clients that read rows stand still after so many bytes, until `letTransfersGo` has run
 * there. They are found by the path that the server runs its script with, which begins with /usr/bin.
 */
export function holdTransfers(bytes: number): string {
  return `cd /usr/bin && rm -f ${heldMark} ${goMark} && ln -f mariadb mariadb-itself && cat >mariadb-held <<'END' && chmod 755 mariadb-held && mv -f mariadb-held mariadb
#!/bin/bash
case " $* " in
  *' --quick '*' --unbuffered '*)
    exec > >(head -c ${String(bytes)}; touch ${heldMark}; until [ -e ${goMark} ]; do sleep 0.1; done; exec cat)
    ;;
esac
exec mariadb-itself "$@"
END`;
}

/** A script for a donor: transfers that stand still go on, and no other does any more. */
export const letTransfersGo = `cd /usr/bin && touch ${goMark} && ln -f mariadb-itself mariadb-free && mv -f mariadb-free mariadb`;
