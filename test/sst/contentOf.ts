import assert from 'node:assert/strict';
import type { Engine } from '../../src/cluster/engine';
import { nodePaths } from '../../src/cluster/node/nodePaths';
import { execute } from '../support/inContainer';

/** What belongs to one node, and views that no server can make. mariadb-dump can't read orphan_view either. */
const own = ['general_log', 'slow_log', 'transaction_registry', 'wsrep_allowlist', 'wsrep_streaming_log', 'gtid_slave_pos'];
const broken = ['broken', 'upon_broken'];

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
const users = "TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'sys', 'mysql')";
const quotedColumn = "CONCAT('`', REPLACE(COLUMN_NAME, '`', '``'), '`')";
const quotedTable = "CONCAT('`', REPLACE(TABLE_SCHEMA, '`', '``'), '`.`', REPLACE(TABLE_NAME, '`', '``'), '`')";

const questions = [
  'SHOW DATABASES',
  `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, AUTO_INCREMENT, TABLE_COLLATION, TABLE_COMMENT
    FROM information_schema.TABLES WHERE ${users} AND TABLE_NAME NOT IN (${list(broken)}) ORDER BY 1, 2`,
  `SELECT * FROM information_schema.VIEWS WHERE ${users} AND TABLE_NAME NOT IN (${list(broken)}) ORDER BY 2, 3`,
  `SELECT TRIGGER_SCHEMA, TRIGGER_NAME, ACTION_ORDER, SQL_MODE, DEFINER, CHARACTER_SET_CLIENT, COLLATION_CONNECTION, ACTION_STATEMENT
    FROM information_schema.TRIGGERS ORDER BY 1, 2`,
  'SELECT * FROM mysql.global_priv ORDER BY 1, 2',
  'SELECT * FROM mysql.innodb_table_stats ORDER BY 1, 2',
  'SELECT * FROM mysql.innodb_index_stats ORDER BY 1, 2, 3, 4',
  'SELECT * FROM kinds.counter',
  'SELECT * FROM kinds.untouched',
];

/**
 * Statements that sum up every table's rows; of the mysql database too, which the dump has as text. Where servers of two
 * versions sum up in other ways a statement of our own does it: stored generated columns (11.8.9 counts them in, 11.8.6 and
 * 10.11 don't), and tables with versions, whose rows still there end with the server's time; the dump has the versions.
 */
const checksums = `SET SESSION group_concat_max_len = 1000000;
SELECT IF(TABLE_TYPE = 'SYSTEM VERSIONED' OR MAX(EXTRA LIKE 'STORED GENERATED%'),
    CONCAT('SELECT ', QUOTE(CONCAT_WS('.', TABLE_SCHEMA, TABLE_NAME)), ', COUNT(*), SUM(CRC32(CONCAT_WS(CHAR(31)', GROUP_CONCAT(IF(GENERATION_EXPRESSION IN ('ROW START', 'ROW END'), '', CONCAT(', IFNULL(HEX(', ${quotedColumn}, '), CHAR(0))')) ORDER BY ORDINAL_POSITION SEPARATOR ''), '))) FROM ', ${quotedTable}, ';'),
    CONCAT('CHECKSUM TABLE ', ${quotedTable}, ' EXTENDED;'))
  FROM information_schema.TABLES JOIN information_schema.COLUMNS USING (TABLE_SCHEMA, TABLE_NAME)
  WHERE ${users} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE') GROUP BY TABLE_SCHEMA, TABLE_NAME ORDER BY TABLE_SCHEMA, TABLE_NAME`;

/**
 * All that a node holds, as text: by questions, checksums and dumps, every one asked by the same container's clients,
 * since those of two versions word the same thing differently.
 */
export async function contentOf(engine: Engine, clients: string, node: string): Promise<string> {
  const ignored = [...[...broken, 'orphan_view'].map((name) => `kinds.${name}`), ...own.map((name) => `mysql.${name}`)].map((name) => `--ignore-table=${name}`).join(' ');
  const { stdout, stderr, exitCode } = await execute(
    engine,
    clients,
    `set -euo pipefail
    password=$(sed -n s/^root_password=//p ${nodePaths.credentials})
    options() { printf '[client]\\nhost=${node}\\nuser=root\\npassword=%s\\nssl-verify-server-cert=0\\n' "$password"; }
    ask() { mariadb --defaults-file=<(options) --default-character-set=utf8mb4 -BNr; }
    ask <<'END OF SQL'
${questions.join(';\n')};
END OF SQL
    ask <<'END OF SQL' | ask
${checksums};
END OF SQL
    dump() { mariadb-dump --defaults-file=<(options) --single-transaction --dump-history --skip-comments --events --triggers --hex-blob --order-by-primary --max-allowed-packet=1G ${ignored} "$@"; }
    mapfile -t databases < <(ask <<<"SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ('information_schema', 'performance_schema', 'sys', 'mysql') ORDER BY 1")
    dump --routines --databases "\${databases[@]}"
    dump --no-create-info mysql`,
  );
  assert.equal(exitCode, 0, stderr);
  return stdout;
}
