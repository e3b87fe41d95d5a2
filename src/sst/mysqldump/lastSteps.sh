# The rest, after which the joiner is as the donor: the optimizer's figures, the accounts, its own settings, all on
# disk.
finish_joiner() {
  printf '%s\n' "$joiner_session"
  printf 'DELETE FROM mysql.%s;\n' innodb_table_stats innodb_index_stats table_stats column_stats index_stats
  printf 'SET NAMES utf8mb4; %s\n' "$load_session"
  cat "$work/last.sql"
  printf 'FLUSH PRIVILEGES;\n'
  [ "$slave_pos" = "$joiner_slave_pos" ] || printf "SET GLOBAL gtid_slave_pos = '%s';\n" "$slave_pos"
  # Where both write a binlog, the joiner's starts over with the donor's GTID state. The global setting comes with the
  # session's.
  [ "$joiner_log_bin" != 1 ] || printf "SET GLOBAL wsrep_on = OFF; RESET MASTER;
    SET GLOBAL gtid_binlog_state = '%s'; SET GLOBAL wsrep_on = ON;\n%s\n" "$binlog_state" "$joiner_session"
  printf '%s\nFLUSH TABLES;\nFLUSH ENGINE LOGS;\n' "$restore"
}

joiner_variable() {
  local line
  line=$(on_joiner -e "SHOW GLOBAL VARIABLES LIKE '$1'")
  printf '%s\n' "${line#*$'\t'}"
}

# A server notes a change of the group before the position that it has then. One that was killed in between won't take
# its own position for an IST any more, for good: wsrep::server_state::sst_received in wsrep-lib. Without the note it
# doesn't ask.
forget_later_view() {
  local seqno=${gtid#*:}
  printf '%s DELETE FROM mysql.wsrep_cluster WHERE view_seqno > %s; SET SESSION wsrep_on = ON;' \
    "$joiner_session" "${seqno%%,*}"
}

# Servers from 11 on leave out of the position how far the cluster's own GTIDs are: the donor's binlog has that.
set_position() {
  local domain='' start=$gtid gtid_mode before=''
  [ -z "$bypass" ] || before=$(forget_later_view)
  if [ -n "$gtid_domain" ]; then
    gtid_mode=$(joiner_variable wsrep_gtid_mode)
    if [ "$gtid_mode" = ON ]; then
      domain="SET GLOBAL wsrep_gtid_domain_id = $gtid_domain;"
      if [[ $gtid != *,* ]] && [[ ,$binlog_pos, =~ ,($gtid_domain-[0-9]+-[0-9]+), ]]; then
        start+=,${BASH_REMATCH[1]}
      fi
    fi
  fi
  on_joiner -e "$before $domain SET GLOBAL wsrep_start_position = '$start';"
}
