# Completion of galera in bash:  source <(galera completion bash)

_galera() {
  local word kept='' files='' at value about
  local -a words=()
  # bash takes "=" and ":" for words of their own: they are put together again, and what is replaced is what follows.
  for ((at = 1; at <= COMP_CWORD; at++)); do
    word=${COMP_WORDS[at]}
    if ((${#words[@]} > 0)) && [[ $word == [=:]* || ${COMP_WORDS[at - 1]} == [=:] ]]; then
      words[${#words[@]} - 1]+=$word
      kept=1
    else
      words+=("$word")
      kept=''
    fi
  done
  word=${words[${#words[@]} - 1]}
  if [[ $kept ]]; then
    kept=${word%"${word##*[=:]}"}
  fi
  words[${#words[@]} - 1]=.$word
  COMPREPLY=()
  while IFS=$'\t' read -r value about; do
    if [[ $value == :files ]]; then
      files=1
    else
      COMPREPLY+=("${value#"$kept"}")
    fi
  done < <(galera complete -- "${words[@]}" 2>/dev/null)
  if [[ $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r value; do
      COMPREPLY+=("$value")
    done < <(compgen -f -- "${word#"$kept"}")
  fi
}

complete -F _galera galera
