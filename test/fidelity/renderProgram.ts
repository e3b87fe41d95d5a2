import { quoteComment, quoteName } from './names';
import type { Program } from './schema';

const bodies = [
  'SET @x = 1',
  "SET @x = 'ü表'",
  "BEGIN\n  -- a comment; with END\n  SET @x = 'it''s';\nEND",
  'BEGIN SET @x = 1; /* x */ SET @y = 2; END',
  "SET @`a``b` = _latin1 x'e4'",
  'BEGIN\tIF 1 = 1 THEN SET @x = 1; END IF; END',
];
const times = ['BEFORE INSERT', 'AFTER INSERT', 'BEFORE UPDATE', 'AFTER UPDATE', 'BEFORE DELETE', 'AFTER DELETE'];

/**
 * A trigger, routine, event or package.
 *
 * @param free its name, which nothing in the database has
 * @param table quoted, that a trigger stands at
 */
export function renderProgram(
  { kind, name, variant, comment, sqlMode }: Program,
  database: string,
  free: string,
  table: string,
): string[] {
  const at = `${quoteName(database)}.${quoteName(free)}`;
  const body = bodies[variant % bodies.length] ?? '';
  const said = comment === '' ? '' : ` COMMENT ${quoteComment(comment, sqlMode)}`;
  const definer = variant % 4 === 3 ? 'DEFINER = nobody@nowhere ' : '';
  switch (kind) {
    case 'trigger': {
      const [tableDatabase = ''] = /^`(?:[^`]|``)*`/.exec(table) ?? [];
      return [
        `CREATE ${definer}TRIGGER ${tableDatabase}.${quoteName(free)} ${times[variant % times.length] ?? ''} ON ${table} FOR EACH ROW ${body}`,
      ];
    }
    case 'function':
      return [
        `CREATE ${definer}FUNCTION ${at} (a VARCHAR(20) CHARACTER SET utf8mb4, b INT UNSIGNED) RETURNS VARCHAR(30) CHARACTER SET latin1 DETERMINISTIC${said} RETURN CONCAT(a, 'ü', b)`,
      ];
    case 'procedure':
      return [
        `CREATE ${definer}PROCEDURE ${at} (IN a INT, OUT b TEXT CHARACTER SET utf8mb4)${said} ${variant % 2 === 0 ? 'SQL SECURITY INVOKER ' : ''}${body}`,
      ];
    case 'event':
      return [
        `CREATE ${definer}EVENT ${at} ON SCHEDULE ${variant % 2 === 0 ? "AT '2037-01-01 00:00:00'" : "EVERY 3 DAY STARTS '2036-01-01 00:00:00' ENDS '2037-01-01'"} ON COMPLETION PRESERVE ${variant % 3 === 0 ? 'DISABLE' : ''}${said} DO ${body}`,
      ];
    case 'package':
      return [
        `CREATE PACKAGE ${at} AS FUNCTION f RETURN INT; PROCEDURE p; END`,
        `CREATE PACKAGE BODY ${at} AS v INT := ${name.length}; FUNCTION f RETURN INT AS BEGIN RETURN v; END; PROCEDURE p AS BEGIN v := 2; END; END`,
      ];
  }
}
