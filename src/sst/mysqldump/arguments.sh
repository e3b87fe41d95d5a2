#!/bin/bash
# State transfer by logical dump, run by the donor's server: reads everything from the local server and loads it
# into the joiner, which is up, takes SQL and isn't in service yet. The position is set by a client of its own
# and only after every other step has succeeded, so a transfer that broke can't leave a joiner that looks whole.
#
# All of it sees one state: the donor holds its applier while this runs; where its server passes --role, this script
# holds the donor's tables (hold_donor). With --bypass the joiner will get the missing writesets themselves (IST) and
# only needs to know where it stands.
#
# Made of the files of src/sst/mysqldump/, in the order of installSst.ts; the last one, transfer.sh, tells the story.
#
# Arguments: sql/wsrep_sst.cc, sst_donate_mysqldump() or sst_donate_other(). The account is the option file's
# wsrep-sst-auth, user:password.
set -Eeuo pipefail
umask 077
# Names are bytes to bash, whatever it has for a language.
LC_ALL=C

# Each line names the boot of this node, which clients who bring lines into its log don't know (nodeLog.ts).
boot=''
{ read -r boot </run/galera-clusters/boot; } 2>/dev/null || true
say() { printf 'galera-sst: %s%s\n' "${boot:+boot=$boot }" "$*" >&2; }

# What watch_joiner found is the cause of whatever else failed then.
verdict() {
  [ -z "${errors-}" ] || tell_errors
  if [ -n "${work-}" ] && [ -e "$work/silent" ]; then
    say "failed: the joiner $joiner_host doesn't answer any more"
  else
    say "failed: $*"
  fi
}

fail() {
  verdict "$*"
  exit 1
}

given=("$@")
datadir='' defaults_file='' address='' port='' socket='' gtid='' gtid_domain='' bypass='' role=''
while [ $# -gt 0 ]; do
  case $1 in
    --defaults-file | --address | --port | --socket | --gtid | --gtid-domain-id | --role | --datadir)
      [ $# -gt 1 ] || fail "$1 has no value"
      ;;
  esac
  case $1 in
    --defaults-file) defaults_file=${2-} && shift ;;
    --address) address=${2-} && shift ;;
    --port) port=${2-} && shift ;;
    --datadir) datadir=${2-} && shift ;;
    --socket) socket=${2-} && shift ;;
    --gtid) gtid=${2-} && shift ;;
    --gtid-domain-id) gtid_domain=${2-} && shift ;;
    --role) role=${2-} && shift ;;
    --bypass) bypass=yes ;;
    --mysqld-args) break ;;
  esac
  shift
done
[[ $address =~ ^([A-Za-z0-9.-]+)(:([0-9]+))?$ ]] || fail "no joiner's address in '$address'"
joiner_host=${BASH_REMATCH[1]}
joiner_port=${port:-${BASH_REMATCH[3]}}
[[ $joiner_port =~ ^[0-9]+$ ]] || fail "no joiner's port in '$joiner_port'"
[[ $gtid =~ ^[0-9a-f-]{36}:-?[0-9]+(,[0-9-]+)?$ ]] || fail "no position in '$gtid'"
[[ $gtid_domain =~ ^[0-9]*$ ]] || fail "no GTID domain in '$gtid_domain'"
[ -n "$socket" ] || fail 'no socket of the local server'
auth=$(sed -n 's/^wsrep-sst-auth=//p' "$defaults_file") || fail "the option file '$defaults_file' can't be read"
[ -n "$auth" ] || fail "no wsrep-sst-auth in '$defaults_file'"
user=${auth%%:*}
password=${auth#*:}
