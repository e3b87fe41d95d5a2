#compdef galera
# Completion of galera in zsh:  source <(galera completion zsh), behind compinit; or this in a file _galera of $fpath.

_galera() {
  local line current=${(Q)words[CURRENT]}
  local -a before found
  (( CURRENT > 2 )) && before=("${(@Q)words[2,CURRENT-1]}")
  for line in "${(@f)$(galera complete -- "${before[@]}" ".$current" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files)
        # Behind "--out=" the name alone is completed.
        compset -P '--*='
        _files
        return
        ;;
      # In a description what stands before the first ":" is what is completed.
      *) found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
    esac
  done
  (( ${#found} )) && _describe galera found
}

if [[ ${funcstack[1]} == _galera ]]; then
  _galera "$@"
else
  compdef _galera galera
fi
