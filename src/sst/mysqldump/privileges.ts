/**
 * What a full transfer takes, and nothing else; most of it on the joiner, where it makes every object and fills the
 * tables of the mysql database: EXECUTE to see the columns of a view with a function, SUPER for the session's wsrep_on
 * and the global settings, SET USER for definers, BINLOG ADMIN for sql_log_bin, REPLICATION MASTER ADMIN for the
 * binlog's GTID state, REPLICATION SLAVE ADMIN for gtid_slave_pos, BINLOG REPLAY for the history of system-versioned
 * tables, PROCESS to see how large the files are, RELOAD to have it all on disk. The account can't make or grant to
 * accounts by statement, read or write the server's files, or shut it down.
 */
export const mysqldumpPrivileges = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'ALTER',
  'INDEX',
  'REFERENCES',
  'CREATE VIEW',
  'SHOW VIEW',
  'TRIGGER',
  'EVENT',
  'EXECUTE',
  'RELOAD',
  'SUPER',
  'SET USER',
  'BINLOG ADMIN',
  'BINLOG REPLAY',
  'REPLICATION MASTER ADMIN',
  'REPLICATION SLAVE ADMIN',
  'READ_ONLY ADMIN',
  'PROCESS',
  'CONNECTION ADMIN',
] as const;
