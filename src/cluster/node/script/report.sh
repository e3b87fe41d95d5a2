# name=value, one a line: what the engine reads to decide who may bootstrap (bootReport.ts). All of it or nothing: on a
# full disk half of it could pass for another.
report() {
  local view value
  read_own "$served/view"
  view=${value%$'\n'}
  [[ $view =~ ^[a-z0-9,]*$ ]] || view=''
  {
    printf '%s\n' "boot=$boot" "phase=$1" "turn=$turn" "step=$step" "uuid=$uuid" "seqno=$seqno" \
      "safe_to_bootstrap=$safe_to_bootstrap" "origin=$origin" "view=$view" "hears=$hears" >"$state/boot.new" &&
      mv -f "$state/boot.new" "$state/boot"
  } || fail_to_write 'its report'
  journal "$1" "$view"
}

# The same in one line of the container's log, which the engine reads at no cost (journal.ts); with a seal, since a
# server's log may have lines in it that clients have made up.
journal() {
  say_line "galera-boot: boot=$boot seal=$seal phase=$1 turn=$turn step=$step uuid=$uuid seqno=$seqno" \
    "safe_to_bootstrap=$safe_to_bootstrap origin=$origin view=$2 hears=$hears"
}
