# What the members say, by name: phase, position, and whether they say anything at all.
declare -A phases=() uuids=() seqnos=() safes=() origins=() views=()
names=()

read_members() {
  local name key given
  names=() phases=() uuids=() seqnos=() safes=() origins=() views=()
  while read -r name _; do
    case $name in '' | '#'*) continue ;; esac
    names+=("$name")
    phases[$name]=absent
    is_up "$name" || continue
    phases[$name]=starting
    [ -e "$guard/$name" ] || continue
    while IFS='=' read -r key given; do
      case $key in
        phase) phases[$name]=$given ;;
        uuid) uuids[$name]=$given ;;
        seqno) seqnos[$name]=$given ;;
        safe) safes[$name]=$given ;;
        origin) origins[$name]=$given ;;
        view) views[$name]=$given ;;
      esac
    done <"$guard/$name"
  done <"$state/members"
}

# Whether a member holds a state that others could follow.
holds() {
  [[ ${phases[$1]-} = waiting && ${origins[$1]} = @(grastate|recovered|unsettled) ]] &&
    [ "${uuids[$1]}" != "$zero_uuid" ] && [ "${seqnos[$1]}" -ge 0 ]
}

# Whether the first of two that hold the same history goes before the second: by seqno; of equals the one that left
# last, then one that wasn't in the middle of DDL, then the first by name.
goes_before() {
  [ "${seqnos[$1]}" -le "${seqnos[$2]}" ] || return 0
  [ "${seqnos[$1]}" -ge "${seqnos[$2]}" ] || return 1
  [ "${safes[$1]}" -le "${safes[$2]}" ] || return 0
  [ "${safes[$1]}" -ge "${safes[$2]}" ] || return 1
  [ "${origins[$1]}" != unsettled ] && [ "${origins[$2]}" = unsettled ]
}

# Who may found the cluster. Sets founder, or why nobody may: reason. Of what all members say only one can come out,
# and it is never one whose state may be older than another's:
#
#  1. While any member's server runs, starts or recovers, nobody founds: it may be serving.
#  2. Where nobody holds a state, the first founds, but only with all the others there and as empty.
#  3. A position that can't be read, or two histories, are a human's to judge.
#  4. Else it is the highest seqno; of equals the one that left last.
#  5. A later majority would have had members of the last one that this node was in. So all of those have to show what
#     they hold, or this node left last, in good order, after all the others.
decide() {
  local name best='' equal=() absent='' missing='' left_last='' touched=''
  founder='' reason=''
  for name in "${names[@]}"; do
    case ${phases[$name]} in
      absent) absent+=${absent:+ }$name && continue ;;
      waiting) ;;
      *) reason="$name is at work (${phases[$name]})" && return ;;
    esac
    [ "${origins[$name]}" != contradictory ] || reason="what $name holds can't be read, and it may be the newest"
    [ "${origins[$name]}" = none ] || touched=yes
    holds "$name" || continue
    if [ -z "$best" ]; then
      best=$name
    elif [ "${uuids[$name]}" != "${uuids[$best]}" ]; then
      reason="$best and $name hold different histories"
    elif goes_before "$name" "$best"; then
      best=$name
    fi
  done
  [ -z "$reason" ] || return 0
  if [ -z "$best" ]; then
    if [ -n "$absent" ]; then
      reason="nobody holds anything who is up, and $absent may"
    elif [ -n "$touched" ]; then
      reason='nobody holds a whole state, and not all are empty'
    else
      founder=${names[0]}
    fi
    return 0
  fi
  for name in "${names[@]}"; do
    holds "$name" && [ "${seqnos[$name]}" = "${seqnos[$best]}" ] || continue
    equal+=("$name")
    [ "${origins[$name]}:${safes[$name]}" != grastate:1 ] || left_last=yes
  done
  for name in "${equal[@]}"; do find_missing "${views[$name]}"; done
  if [ -n "$missing" ] && [ -z "$left_last" ]; then
    reason="$missing served last with $best, may hold more, and can't show it"
  else
    founder=$best
  fi
}

# Adds to missing who was in a view and shows nothing. One that was being filled had given up what it held.
find_missing() {
  local name
  for name in ${1//,/ }; do
    if holds "$name" || [ "${phases[$name]-absent}:${origins[$name]-}" = waiting:interrupted ]; then continue; fi
    [[ " $missing " == *" $name "* ]] || missing+=${missing:+ }$name
  done
}
