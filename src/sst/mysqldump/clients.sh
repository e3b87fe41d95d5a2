# The server's own authority, where it speaks TLS; the joiner has to prove itself by it.
ca=$(sed -n 's/^ssl-ca=//p' "$defaults_file")

# The password goes through a descriptor: never an argument, never a file. TLS is for the joiner; the local server is
# reached by its socket.
local_account() { printf '[client]\nuser=%s\npassword=%s\nskip-ssl\n' "$user" "$password"; }

account() {
  printf '[client]\nuser=%s\npassword=%s\n' "$user" "$password"
  [ -z "$ca" ] || printf 'ssl-ca=%s\nssl-verify-server-cert\n' "$ca"
}

batch=(--skip-column-names --batch --binary-mode --loose-skip-print-query-on-error)
# Comments are part of triggers and views.
to_joiner=(--protocol=tcp --host="$joiner_host" --port="$joiner_port" --connect-timeout=10 --skip-reconnect
  --max-allowed-packet=1G --default-character-set=utf8mb4 --comments "${batch[@]}")
to_donor=(--socket="$socket" --connect-timeout=10 "${batch[@]}")
# What comes as bytes, as they are.
as_data=(--default-character-set=binary --quick --max-allowed-packet=1G)

on_joiner() { mariadb --defaults-file=<(account) "${to_joiner[@]}" "$@" 2>"$errors.$BASHPID"; }

# A line for each row, a tab between fields, and a backslash before what would end one: inventory.pl reads that.
on_donor() {
  mariadb --defaults-file=<(local_account) "${to_donor[@]}" --default-character-set=utf8mb4 "$@" 2>"$errors.$BASHPID"
}

on_donor_data() {
  mariadb --defaults-file=<(local_account) "${to_donor[@]}" "${as_data[@]}" "$@" 2>"$errors.$BASHPID"
}

# What goes out and comes in as bytes: no character set conversion on either side.
load_session="SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00';"
data_session="SET NAMES binary; $load_session"
# Whatever the donor's user has set for all sessions must not leave anything out, nor let in what isn't committed, nor
# end a connection that waits for its turn. A table that a client has locked for itself would otherwise be waited for as
# long as it likes.
unlimited='tmp_disk_table_size = 18446744073709551615, max_session_mem_used = 9223372036854775807'
donor_session="SET SESSION $unlimited, system_versioning_asof = DEFAULT, wsrep_sync_wait = 0, max_statement_time = 0,
  net_write_timeout = 86400, wait_timeout = 86400, idle_transaction_timeout = 0, idle_readonly_transaction_timeout = 0,
  lock_wait_timeout = 60, autocommit = 1, tx_isolation = 'REPEATABLE-READ',
  sql_select_limit = 18446744073709551615, max_join_size = 18446744073709551615, lc_messages = 'en_US', sql_mode = '',
  default_regex_flags = '', sql_quote_show_create = ON, time_zone = '+00:00', group_concat_max_len = 1073741824;
  /*!110500 SET SESSION max_tmp_session_space_usage = 0 */;"
# Values are cut out of the server's messages by its English words (errorLines.sh). A table may have been made, or
# filled, under limits that were wider then. A TIMESTAMP that says nothing of a default has none (the session's to say
# since 10.8.3). History comes as it is:
# https://mariadb.com/kb/en/system-versioned-tables/#system_versioning_insert_history
joiner_session="SET SESSION wsrep_on = OFF; SET SESSION $unlimited, sql_safe_updates = OFF,
  enforce_storage_engine = NULL, tx_read_only = OFF, autocommit = 1, completion_type = 0, lock_wait_timeout = 60,
  wait_timeout = 86400, net_read_timeout = 86400, sql_log_bin = OFF, foreign_key_checks = 0,
  check_constraint_checks = 0, innodb_strict_mode = OFF, max_heap_table_size = 18446744073709551615,
  lc_messages = 'en_US';
  /*!100803 SET SESSION explicit_defaults_for_timestamp = ON */;"
take_versions='SET SESSION system_versioning_insert_history = ON;'
