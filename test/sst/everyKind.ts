import assert from 'node:assert/strict';
import type { Access } from '../../src/cluster/docker/access';
import { execute } from '../support/inContainer';

/** Statements that make something of every kind. */
export const fixture = [
  'CREATE DATABASE shop',
  'CREATE DATABASE `odd ``name`` "ü"`',
  'CREATE DATABASE empty_one CHARACTER SET latin1',
  'CREATE TABLE shop.customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), photo BLOB, bits BIT(9), CHECK (name <> "")) COMMENT "people"',
  'CREATE TABLE shop.orders (id INT PRIMARY KEY, customer INT, note TEXT, shouted VARCHAR(100) AS (UPPER(note)) STORED, FOREIGN KEY (customer) REFERENCES shop.customers (id))',
  // With their ids: which ones a node gives out goes by its place in the group.
  String.raw`INSERT INTO shop.customers (id, name, photo, bits) VALUES (1, 'Ünal \' " \\', x'00ff0a0d1a27', b'101010101'), (2, NULL, NULL, NULL)`,
  'INSERT INTO shop.orders (id, customer, note) VALUES (1, 1, "two\\nlines"), (2, NULL, "")',
  'CREATE TABLE `odd ``name`` "ü"`.`t ``1``` (`a ``b``` INT PRIMARY KEY)',
  'INSERT INTO `odd ``name`` "ü"`.`t ``1``` VALUES (1), (2)',
  'CREATE VIEW shop.one AS SELECT name FROM shop.customers',
  'CREATE VIEW shop.two AS SELECT * FROM shop.one',
  'CREATE VIEW `odd ``name`` "ü"`.across AS SELECT name FROM shop.two',
  'CREATE FUNCTION shop.twice(n INT) RETURNS INT DETERMINISTIC RETURN 2 * n',
  'CREATE TRIGGER shop.guard BEFORE INSERT ON shop.orders FOR EACH ROW SET NEW.note = TRIM(NEW.note)',
  'CREATE EVENT shop.daily ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM shop.orders WHERE id < 0',
  'CREATE ROLE clerk',
  'GRANT SELECT ON shop.* TO clerk',
  "CREATE USER app@'%' IDENTIFIED BY 'secret-of-a-test'",
  "GRANT clerk TO app@'%'",
];

/** Everything a client can see of a node, as text. */
export async function everything(access: Access, container: string): Promise<string> {
  const users = 'SELECT Host, User, JSON_REMOVE(Priv, "$.password_last_changed") FROM mysql.global_priv ORDER BY 1, 2';
  const dump = await execute(
    access,
    container,
    `set -e
    mariadb -Ne 'SHOW DATABASES'
    mariadb-dump --skip-dump-date --skip-comments --order-by-primary --routines --events --triggers --databases shop 'odd \`name\` "ü"' empty_one
    mariadb -Ne '${users}; SELECT * FROM mysql.roles_mapping ORDER BY 1, 2; SELECT * FROM mysql.db ORDER BY 1, 2, 3'`,
  );
  assert.equal(dump.exitCode, 0, dump.stderr);
  return dump.stdout;
}
