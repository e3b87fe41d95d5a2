import assert from 'node:assert/strict';
import type { Access } from '../../src/cluster/docker/access';
import { nodePaths } from '../../src/cluster/node/nodePaths';
import { execute } from '../support/inContainer';

/** What belongs to one node, and views that no server can make. mariadb-dump can't read orphan_view either. */
const own = [
  'general_log',
  'slow_log',
  'transaction_registry',
  'wsrep_allowlist',
  'wsrep_streaming_log',
  'gtid_slave_pos',
];
const broken = ['broken', 'upon_broken'];
/** Too long to be compared as text: their sums have to do. */
const large = ['wide_memory', 'big_rows'];

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
/** As bytes: the server takes users and Users for one, and SYS for its own sys. */
const users = "CAST(TABLE_SCHEMA AS BINARY) NOT IN ('information_schema', 'performance_schema', 'sys', 'mysql')";
const byName = 'CAST(TABLE_SCHEMA AS BINARY), CAST(TABLE_NAME AS BINARY)';
const isNoneOf = (names: readonly string[]): string => `CAST(TABLE_NAME AS BINARY) NOT IN (${list(names)})`;
const quotedColumn = "CONCAT('`', REPLACE(COLUMN_NAME, '`', '``'), '`')";
const quotedTable = "CONCAT('`', REPLACE(TABLE_SCHEMA, '`', '``'), '`.`', REPLACE(TABLE_NAME, '`', '``'), '`')";

const questions = [
  `SELECT SCHEMA_NAME, DEFAULT_COLLATION_NAME, SCHEMA_COMMENT FROM information_schema.SCHEMATA WHERE ${users.replace('TABLE_SCHEMA', 'SCHEMA_NAME')} ORDER BY CAST(SCHEMA_NAME AS BINARY)`,
  `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, AUTO_INCREMENT, TABLE_COLLATION, TABLE_COMMENT
    FROM information_schema.TABLES WHERE ${users} AND ${isNoneOf(broken)} ORDER BY ${byName}`,
  `SELECT * FROM information_schema.VIEWS WHERE ${users} AND ${isNoneOf(broken)} ORDER BY ${byName}`,
  `SELECT TRIGGER_SCHEMA, TRIGGER_NAME, ACTION_ORDER, SQL_MODE, DEFINER, CHARACTER_SET_CLIENT, COLLATION_CONNECTION, DATABASE_COLLATION, ACTION_STATEMENT
    FROM information_schema.TRIGGERS ORDER BY CAST(TRIGGER_SCHEMA AS BINARY), CAST(TRIGGER_NAME AS BINARY)`,
  'SELECT * FROM mysql.global_priv ORDER BY 1, 2',
  'SELECT * FROM mysql.innodb_table_stats ORDER BY 1, 2',
  'SELECT * FROM mysql.innodb_index_stats ORDER BY 1, 2, 3, 4',
  'SELECT * FROM kinds.counter',
  'SELECT * FROM kinds.untouched',
  'SELECT * FROM mysql.of_a_user',
  'SHOW CREATE SEQUENCE mysql.of_a_user',
  'SHOW CREATE TABLE mysql.merged',
  // Whether a view can be written through is nowhere to be read.
  'UPDATE kinds.aa_upon SET id = id WHERE FALSE',
];

/**
 * Statements that sum up every table's rows; of the mysql database too, which the dump has as text. Where servers of
 * two versions sum up in other ways a statement of our own does it: stored generated columns (11.8.9 counts them in,
 * 11.8.6 and
 * 10.11 don't), and tables with versions, whose rows still there end with the server's time; the dump has the versions.
 */
const checksums = `SET SESSION group_concat_max_len = 1000000;
SELECT IF(TABLE_TYPE = 'SYSTEM VERSIONED' OR MAX(EXTRA LIKE 'STORED GENERATED%'),
    CONCAT('SELECT ', QUOTE(CONCAT_WS('.', TABLE_SCHEMA, TABLE_NAME)), ', COUNT(*), SUM(CRC32(CONCAT_WS(CHAR(31)', GROUP_CONCAT(CASE
        WHEN GENERATION_EXPRESSION IN ('ROW START', 'ROW END') THEN ''
        WHEN DATA_TYPE IN ('float', 'double') THEN CONCAT(', IFNULL(CAST(', ${quotedColumn}, ' AS DOUBLE), CHAR(0))')
        ELSE CONCAT(', IFNULL(HEX(', ${quotedColumn}, '), CHAR(0))') END ORDER BY ORDINAL_POSITION SEPARATOR ''), '))) FROM ', ${quotedTable}, ';'),
    CONCAT('CHECKSUM TABLE ', ${quotedTable}, ' EXTENDED;'))
  FROM (SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES) AS t
    JOIN (SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, COLUMN_NAME, DATA_TYPE, EXTRA, GENERATION_EXPRESSION, ORDINAL_POSITION FROM information_schema.COLUMNS) AS c
    ON CAST(TABLE_SCHEMA AS BINARY) = CAST(s AS BINARY) AND CAST(TABLE_NAME AS BINARY) = CAST(c.t AS BINARY)
  WHERE ${users} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE') GROUP BY ${byName} ORDER BY ${byName}`;

/**
 * All that a node holds, as text: by questions, checksums and dumps, every one asked by the same container's clients,
 * since those of two versions word the same thing differently.
 */
export async function contentOf(access: Access, clients: string, node: string): Promise<string> {
  const ignored = [
    ...[...broken, 'orphan_view', ...large].map((name) => `kinds.${name}`),
    ...own.map((name) => `mysql.${name}`),
  ]
    .map((name) => `--ignore-table=${name}`)
    .join(' ');
  const { stdout, stderr, exitCode } = await execute(
    access,
    clients,
    `set -euo pipefail
    password=$(sed -n s/^root_password=//p ${nodePaths.credentials})
    options() { printf '[client]\\nhost=${node}\\nuser=root\\npassword=%s\\nssl-verify-server-cert=0\\n' "$password"; }
    ask() { mariadb --defaults-file=<(options) --default-character-set=utf8mb4 --binary-mode -BN "$@"; }
    ask -r <<'END OF SQL'
${questions.join(';\n')};
END OF SQL
    ask -r <<'END OF SQL' | ask -r
${checksums};
END OF SQL
    dump() { mariadb-dump --defaults-file=<(options) --single-transaction --dump-history --skip-comments --events --triggers --hex-blob --order-by-primary --max-allowed-packet=1G ${ignored} "$@"; }
    mapfile -t databases < <(ask <<<"SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE CAST(SCHEMA_NAME AS BINARY) NOT IN ('information_schema', 'performance_schema', 'sys', 'mysql') ORDER BY CAST(SCHEMA_NAME AS BINARY)")
    for index in "\${!databases[@]}"; do printf -v "databases[$index]" %b "\${databases[index]}"; done
    dump --routines --databases "\${databases[@]}"
    dump --no-create-info mysql`,
  );
  assert.equal(exitCode, 0, stderr);
  return stdout;
}
