/** Touched in a donor whose transfer stands still. */
export const heldMark = '/tmp/held';

/**
 * A script for a donor: the clients that send rows stand still after so many bytes, until `letTransfersGo` has run there.
 * They are found by the path that the server runs its script with, which begins with /usr/bin.
 */
export function holdTransfers(bytes: number): string {
  return `mv /usr/bin/mariadb /usr/bin/mariadb-itself && cat >/usr/bin/mariadb <<'END' && chmod 755 /usr/bin/mariadb
#!/bin/bash
case " $* " in
  *' --local-infile '*)
    exec 4<&3
    exec 3< <(head -c ${String(bytes)} <&4; touch ${heldMark}; until [ -e /tmp/go ]; do sleep 0.1; done; cat <&4)
    ;;
esac
exec mariadb-itself "$@"
END`;
}

/** A script for a donor: transfers that stand still go on, and no other does any more. */
export const letTransfersGo = 'touch /tmp/go';
