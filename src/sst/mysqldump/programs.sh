# Runs rowsProgram (the *.pl beside this), in the way that is named first.
run_program() { perl <(rows_program) "$1" "$work" "${@:2}" 2>"$errors.$BASHPID"; }
