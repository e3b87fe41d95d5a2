import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import errorLines from '../../src/sst/mysqldump/errorLines.sh';

describe("What a donor's log has of a client that failed", () => {
  const rows: [what: string, printed: string, told: string][] = [
    [
      'nothing of the statement',
      "--------------\nINSERT INTO t VALUES ('secret')\n--------------\n\nERROR 1146 (42S02) at line 1: Table 'a.t' doesn't exist",
      "ERROR 1146 (42S02) at line 1: Table 'a.t' doesn't exist",
    ],
    [
      'no duplicate value',
      "ERROR 1062 (23000) at line 1: Duplicate entry 'sec'ret' for key 'PRIMARY'",
      "ERROR 1062 (23000) at line 1: Duplicate entry '...' for key 'PRIMARY'",
    ],
    [
      'no duplicate value with a newline',
      "ERROR 1062 (23000) at line 1: Duplicate entry 'sec\nERROR 1 secret' for key 'PRIMARY'",
      "ERROR 1062 (23000) at line 1: Duplicate entry '...'",
    ],
    [
      'no value of a wrong type',
      "ERROR 1366 (22007) at line 1: Incorrect integer value: 'secret' for column `a`.`t`.`c` at row 1",
      "ERROR 1366 (22007) at line 1: Incorrect integer value: '...' for column `a`.`t`.`c` at row 1",
    ],
    [
      'nothing of what was near',
      "ERROR 1064 (42000) at line 1: You have an error in your SQL syntax near 'secret' at line 1",
      "ERROR 1064 (42000) at line 1: You have an error in your SQL syntax near '...'",
    ],
    ['its first error', 'mariadb: Got error: 2013\nERROR 1 (x): two', 'mariadb: Got error: 2013'],
  ];
  for (const [what, printed, told] of rows) {
    it(`is ${what}`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'galera-errors-'));
      writeFileSync(join(folder, 'errors.1'), `${printed}\n`);
      const { stderr } = spawnSync('bash', ['-c', `${errorLines}\nerrors="$0/errors"\ntell_errors`, folder], {
        encoding: 'utf8',
      });
      rmSync(folder, { recursive: true });
      assert.equal(stderr, `${told}\n`);
    });
  }
});
