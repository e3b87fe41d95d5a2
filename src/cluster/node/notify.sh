#!/bin/bash
# wsrep_notify_cmd: leaves marks for the start script and says the change in the container's log. It must not block, and
# each process that it starts is one for every change on every node.
# https://mariadb.com/kb/en/notify-script-for-galera-cluster/
run=/run/galera-clusters
marks=$run/server
served=/var/lib/mysql/galera/served
data=/var/lib/mysql/data
status='' primary='' members='' boot=''
while [ $# -gt 0 ]; do
  case $1 in
    --status) status=${2-} ;;
    --primary) primary=${2-} ;;
    --members) members=${2-} ;;
  esac
  shift
done
: >"$marks/connected"
if [ "$primary" = yes ]; then
  : >"$marks/primary"
  # uuid/name/address,… → name,…: whom this node served with last, for the bootstrap guard.
  view='' known=''
  IFS=, read -ra entries <<<"$members"
  for entry in "${entries[@]}"; do
    entry=${entry#*/}
    view+=,${entry%%/*}
  done
  view=${view#,}
  { read -r known <"$served/view"; } 2>/dev/null || true
  if [ -n "$view" ] && [ "$view" != "$known" ]; then
    printf '%s\n' "$view" >"$served/view.new" && sync "$served/view.new" && mv -f "$served/view.new" "$served/view"
  fi
fi
# What is here is a state again, and nobody is served before this script has ended: the marks of why it was none go
# (globals.sh).
if [ "${status,,}" = joined ]; then
  for mark in "$data/mysql/galera_transfer.frm" "$data/galera_given_up"; do
    [ ! -e "$mark" ] || { rm -f "$mark" && sync "${mark%/*}"; }
  done
fi
gone=()
case ${status,,} in joined | synced) gone+=("$data/galera_began") ;; esac
case ${status,,} in
  synced)
    : >"$marks/synced"
    gone+=("$marks/donating")
    ;;
  donor) : >"$marks/donating" ;;
esac
for mark in "${gone[@]}"; do
  { [ ! -e "$mark" ] && [ ! -L "$mark" ]; } || rm -f "$mark"
done
# Tells a donor from a node that a client has desynced: the server calls both Donor/Desynced.
printf '%s\n' "${status,,}" >"$marks/told"
# Clients, who may bring lines into this log, don't know the boot (journal.ts).
{ read -r boot <"$run/boot"; } 2>/dev/null || true
printf 'galera-notify: boot=%s status=%s primary=%s members=%s\n' "$boot" "${status,,}" "$primary" "$members" >&2
