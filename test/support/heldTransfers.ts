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
    exec > >(exec perl -e '
      while (sysread STDIN, my $read, 65536) {
        syswrite STDOUT, $read;
        $passed += length $read;
        next if $passed < ${String(bytes)} || $held++;
        open my $mark, ">", "${heldMark}";
        select undef, undef, undef, 0.1 until -e "${goMark}";
      }')
    ;;
esac
exec mariadb-itself "$@"
END`;
}

/** A script for a donor: transfers that stand still go on, and no other does any more. */
export const letTransfersGo = `cd /usr/bin && touch ${goMark} && ln -f mariadb-itself mariadb-free && mv -f mariadb-free mariadb`;
