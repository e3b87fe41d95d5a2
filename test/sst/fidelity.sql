-- One of everything that a state transfer has to carry. Run by the client, with --force off.
SET NAMES utf8mb4;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES';
CREATE DATABASE kinds CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'a database''s "comment"';
CREATE DATABASE empty_one CHARACTER SET latin1;
CREATE DATABASE `odd ``name`` "ü" 'x' $\y`;
CREATE DATABASE dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd;
CREATE TABLE dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt
  (cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc INT PRIMARY KEY);
INSERT INTO dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt VALUES (1);
CREATE TABLE `odd ``name`` "ü" 'x' $\y`.`t ``1`` "ö" 'z' \n` (`a ``b`` "c" 'd' \e ß` VARCHAR(9) PRIMARY KEY, `--` INT);
INSERT INTO `odd ``name`` "ü" 'x' $\y`.`t ``1`` "ö" 'z' \n` VALUES ('1', NULL), ('NULL', 2), ('', 3);
CREATE TABLE `odd ``name`` "ü" 'x' $\y`.`-- --help` (id INT PRIMARY KEY);

USE kinds;
CREATE TABLE numbers (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, ti TINYINT, si SMALLINT UNSIGNED, mi MEDIUMINT ZEROFILL, i INT,
  f FLOAT, nf FLOAT NOT NULL, fd FLOAT(9,4), d DOUBLE, dd DOUBLE(20,5), de DECIMAL(65,30), b1 BIT(1), b9 BIT(9) NOT NULL, b64 BIT(64), y YEAR, bo BOOL)
  AUTO_INCREMENT = 4711 COMMENT 'it''s "numbers" \\ ü';
INSERT INTO numbers VALUES (18446744073709551614, -128, 65535, 7, -2147483648, 16777217, 16777217, 12345.6789, 0.1, 123456789012.12345,
  12345678901234567890123456789012345.123456789012345678901234567890, b'1', b'101010101', ~0, '0000', TRUE),
  (1, NULL, NULL, NULL, NULL, NULL, 3.4028235e38, NULL, NULL, NULL, NULL, NULL, b'0', NULL, NULL, NULL),
  (2, 1, 1, 1, 1, 1.17549e-38, -0.0, -0.0001, 1.7976931348623157e308, -0.0, -1, b'0', x'0109', x'090a0d5c00271a22', 1901, FALSE);
CREATE TABLE strings (id INT PRIMARY KEY, l1 VARCHAR(60) CHARACTER SET latin1 NOT NULL, u2 VARCHAR(60) CHARACTER SET ucs2, u16 TEXT CHARACTER SET utf16,
  u32 CHAR(30) CHARACTER SET utf32, u16le VARCHAR(60) CHARACTER SET utf16le NOT NULL, sj VARCHAR(60) CHARACTER SET sjis, gb VARCHAR(60) CHARACTER SET gbk, big5 TEXT CHARACTER SET big5,
  u3 TINYTEXT CHARACTER SET utf8mb3, u4 LONGTEXT CHARACTER SET utf8mb4, e ENUM('', 'NULL', 'a''b', 'ü') CHARACTER SET latin1, s SET('a', 'b c', 'NULL') NOT NULL,
  bi BINARY(8), vb VARBINARY(300) NOT NULL, bl LONGBLOB, tb TINYBLOB);
INSERT INTO strings VALUES
  (1, 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL'),
  (2, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', ''),
  (3, '\t\n\\\r\0\Z''"\b ', '\t\n\\\0', '上\n海\t', 'Ω\t', 'Ω\n', 'ソ\\表', '縗\\', '功\\', 'ü\\N', '😀\t\n\\N\\', 'a''b', 'a,NULL', x'000102090a0d5c27', x'00090a0d5c221a27ff01', x'0001fffe5c6e0a', x'5c4e'),
  (4, '\\N', NULL, NULL, NULL, 'x', NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, x'ff', NULL, NULL);
INSERT INTO strings (id, l1, u16le, s, vb) SELECT 300 + seq, CHAR(seq USING latin1), '', '', CAST(CHAR(seq, seq, 10, seq) AS BINARY) FROM seq_0_to_255;
CREATE TABLE one_text (t VARCHAR(20) NOT NULL);
INSERT INTO one_text VALUES (''), ('a'), (''), ('NULL'), ('\\N');
CREATE TABLE one_nullable (t VARCHAR(20));
INSERT INTO one_nullable VALUES (''), (NULL), ('NULL'), ('\\N');
CREATE TABLE no_rows (id INT PRIMARY KEY AUTO_INCREMENT, x INT) AUTO_INCREMENT = 1000;
CREATE TABLE beyond_its_column (id TINYINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, x INT NOT NULL, KEY (x)) AUTO_INCREMENT = 2147483646;
CREATE TABLE zero_id (id INT PRIMARY KEY AUTO_INCREMENT, x INT);
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES';
INSERT INTO zero_id VALUES (0, 1), (-5, 2), (77, 3);
DELETE FROM zero_id WHERE id = 77;
CREATE TABLE times (id INT PRIMARY KEY, d DATE, dt DATETIME(6) NOT NULL, ts TIMESTAMP(6) NULL, ts2 TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, t TIME(6));
INSERT INTO times VALUES (1, '0000-00-00', '2024-02-31 23:59:59.999999', NULL, '2001-01-01 00:00:00', '-838:59:59.999999'), (2, '9999-12-31', '0000-00-00', '2038-01-19 03:14:07', '0000-00-00 00:00:00', NULL);
CREATE TABLE special (id INT PRIMARY KEY, g GEOMETRY, p POINT NOT NULL, j JSON, j2 JSON NOT NULL, ip INET6, u UUID, SPATIAL KEY (p));
INSERT INTO special VALUES (1, ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))', 4326), POINT(9, 10), '{"a":"\\n\\"ü"}', '[]', '::1', '123e4567-e89b-12d3-a456-426655440000'),
  (2, NULL, POINT(0, 92), NULL, '"NULL"', NULL, NULL);
CREATE TABLE made (id INT PRIMARY KEY, a VARCHAR(20), v VARCHAR(40) AS (UPPER(a)) VIRTUAL, s VARCHAR(40) AS (CONCAT(a, '-')) STORED, h INT INVISIBLE DEFAULT 5, KEY (v), UNIQUE (s),
  n INT DEFAULT (h * 2), CONSTRAINT odd CHECK (a <> 'never'));
INSERT INTO made (id, a, h) VALUES (1, 'x', 1), (2, NULL, NULL), (3, 'NULL', 3);
CREATE TABLE compressed (id INT PRIMARY KEY, t TEXT COMPRESSED, b BLOB COMPRESSED NOT NULL) ROW_FORMAT = DYNAMIC;
INSERT INTO compressed VALUES (1, REPEAT('ab\t', 1000), REPEAT(x'00', 5000)), (2, NULL, '');
CREATE TABLE big_rows (id INT PRIMARY KEY, b LONGBLOB, t LONGTEXT NOT NULL);
INSERT INTO big_rows VALUES (1, REPEAT(x'01005c0a', 3670016), ''), (2, NULL, REPEAT('\\', 15000000)), (3, REPEAT('\n', 9000000), REPEAT('ü', 3500000));
CREATE TABLE a (id INT PRIMARY KEY, b INT);
CREATE TABLE b (id INT PRIMARY KEY, a INT, CONSTRAINT to_a FOREIGN KEY (a) REFERENCES a (id) ON DELETE CASCADE ON UPDATE SET NULL);
INSERT INTO a VALUES (1, 1), (2, 1);
INSERT INTO b VALUES (1, 2);
ALTER TABLE a ADD CONSTRAINT to_b FOREIGN KEY (b) REFERENCES b (id);
CREATE TABLE self (id INT PRIMARY KEY, parent INT, FOREIGN KEY (parent) REFERENCES self (id));
INSERT INTO self VALUES (1, NULL), (2, 1), (3, 2);
CREATE TABLE parted (id INT, d DATE, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO parted VALUES (1, '1999-01-01'), (2, '2020-01-01');
CREATE TABLE listed (id VARCHAR(5) PRIMARY KEY) PARTITION BY LIST COLUMNS (id) (PARTITION pa VALUES IN ('a', 'b'), PARTITION pd DEFAULT);
INSERT INTO listed VALUES ('a'), ('z');
CREATE TABLE my_isam (id INT PRIMARY KEY, t TEXT, f FLOAT, FULLTEXT KEY (t)) ENGINE = MyISAM CHARACTER SET latin2 CHECKSUM = 1;
INSERT INTO my_isam VALUES (1, 'some words', 16777217), (2, NULL, NULL);
CREATE TABLE aria (id INT PRIMARY KEY, t TEXT) ENGINE = Aria TRANSACTIONAL = 1;
INSERT INTO aria VALUES (1, 'x');
CREATE TABLE memory (id INT PRIMARY KEY, t VARCHAR(10)) ENGINE = MEMORY;
INSERT INTO memory VALUES (1, 'x'), (2, NULL);
CREATE TABLE csv (id INT NOT NULL, t VARCHAR(10) NOT NULL) ENGINE = CSV;
INSERT INTO csv VALUES (1, 'a,"b\n'), (2, 'NULL');
CREATE TABLE no_key (x INT, KEY (x));
INSERT INTO no_key VALUES (1), (1), (NULL);
CREATE SEQUENCE counter START WITH 100 INCREMENT BY 7 MINVALUE -5 MAXVALUE 100000 NOCACHE CYCLE;
DO NEXTVAL(counter), NEXTVAL(counter);
CREATE SEQUENCE untouched INCREMENT BY 0 CACHE 10;
CREATE SEQUENCE `odd ``name`` "ü" 'x' $\y`.zz NOCACHE;
CREATE TABLE numbered (id BIGINT DEFAULT NEXTVAL(`odd ``name`` "ü" 'x' $\y`.zz) PRIMARY KEY, x INT);
INSERT INTO numbered (x) VALUES (1), (2);
CREATE TABLE versioned (id INT PRIMARY KEY, x INT) WITH SYSTEM VERSIONING;
SET timestamp = 1700000000;
INSERT INTO versioned VALUES (1, 1), (2, 1);
SET timestamp = 1700000100;
UPDATE versioned SET x = 2;
SET timestamp = 1700000200;
DELETE FROM versioned WHERE id = 2;
SET timestamp = DEFAULT;
CREATE TABLE versioned_too (id INT PRIMARY KEY, x INT, f FLOAT, kept TIMESTAMP(6) NULL, since TIMESTAMP(6) GENERATED ALWAYS AS ROW START, until TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (since, until)) WITH SYSTEM VERSIONING;
INSERT INTO versioned_too (id, x, f, kept) VALUES (1, 1, 0.1, '2038-01-19 03:14:07.999999'), (2, NULL, NULL, NULL);
UPDATE versioned_too SET x = 2 WHERE id = 1;

CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC COMMENT 'ü' RETURN 2 * n;
SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT';
CREATE PROCEDURE "say ""it""" (OUT x VARCHAR(20)) SET x = "kinds"."twice"(1) || 'a';
CREATE TRIGGER first_one BEFORE INSERT ON no_rows FOR EACH ROW SET NEW."x" = NEW.x || '1';
SET sql_mode = '';
CREATE TRIGGER second_one BEFORE INSERT ON no_rows FOR EACH ROW FOLLOWS first_one SET NEW.x = NEW.x + 1;
CREATE DEFINER = nobody@nowhere TRIGGER orphan AFTER UPDATE ON strings FOR EACH ROW SET @x = 'ü';
CREATE DEFINER = nobody@nowhere FUNCTION orphan() RETURNS INT RETURN 1;
CREATE DEFINER = nobody@nowhere VIEW orphan_view AS SELECT id FROM a;
CREATE EVENT daily ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'x' DO DELETE FROM a WHERE id < 0;
CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR STARTS '2031-01-01 00:00:00' DO SET @x = 1;
CREATE VIEW zz_base AS SELECT id, twice(b) AS `double ``b``` FROM a WITH CHECK OPTION;
CREATE VIEW aa_upon AS SELECT * FROM zz_base;
CREATE VIEW aa_checking AS SELECT * FROM zz_base WITH LOCAL CHECK OPTION;
CREATE TABLE parent_of_long (id INT PRIMARY KEY);
CREATE TABLE `üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü` (p INT PRIMARY KEY, FOREIGN KEY (p) REFERENCES parent_of_long (id));
INSERT INTO parent_of_long VALUES (1);
INSERT INTO `üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü` VALUES (1);
CREATE ALGORITHM = TEMPTABLE SQL SECURITY INVOKER VIEW `odd ``name`` "ü" 'x' $\y`.across AS SELECT `double ``b```, 'ü' AS lit FROM kinds.aa_upon;
SET sql_mode = ORACLE;
DELIMITER $$
CREATE PACKAGE pack AS FUNCTION f RETURN INT; END $$
CREATE PACKAGE BODY pack AS FUNCTION f RETURN INT AS BEGIN RETURN 1; END; END $$
DELIMITER ;
SET sql_mode = '';
CREATE ROLE clerk;
CREATE ROLE chief WITH ADMIN CURRENT_USER;
GRANT SELECT ON kinds.* TO clerk;
GRANT clerk TO chief;
CREATE USER app@'%' IDENTIFIED BY 'secret-of-a-test' REQUIRE SSL WITH MAX_USER_CONNECTIONS 7 ACCOUNT LOCK;
CREATE USER old@'10.%' IDENTIFIED VIA mysql_old_password USING '0123456789abcdef';
CREATE USER sock@localhost IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD('x');
CREATE USER ''@somewhere;
CREATE USER `o'd "x" ü`@'192.168.0.0/255.255.0.0' PASSWORD EXPIRE NEVER;
GRANT SELECT (id), INSERT ON kinds.a TO app@'%' WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION kinds.twice TO app@'%';
SET sql_mode = ORACLE;
GRANT EXECUTE ON PACKAGE kinds.pack TO app@'%';
SET sql_mode = '';
GRANT PROXY ON app@'%' TO sock@localhost;
GRANT clerk TO app@'%' WITH ADMIN OPTION;
SET DEFAULT ROLE clerk FOR app@'%';
INSTALL SONAME 'auth_ed25519';
CREATE USER ed IDENTIFIED VIA ed25519 USING PASSWORD('x');
INSTALL SONAME 'ha_blackhole';
CREATE TABLE hole (id INT) ENGINE = BLACKHOLE;
INSERT INTO mysql.time_zone_name VALUES ('Nowhere/Land', 9999);
CREATE SERVER far FOREIGN DATA WRAPPER mysql OPTIONS (HOST '10.0.0.1', USER 'x', PASSWORD 'y');
ANALYZE TABLE a, strings PERSISTENT FOR ALL;
-- Names that a server compares as equal, or that end a line: each is another thing.
CREATE TABLE users (id INT PRIMARY KEY, t VARCHAR(20));
CREATE TABLE Users (id INT PRIMARY KEY, n INT NOT NULL, f FLOAT);
CREATE VIEW USERS AS SELECT t FROM users;
INSERT INTO users VALUES (1, 'lower'), (2, NULL);
INSERT INTO Users VALUES (1, 10, 1), (2, 20, NULL), (3, 30, 16777217);
CREATE TABLE resume (id INT PRIMARY KEY);
CREATE TABLE `résumé` (name VARCHAR(9) PRIMARY KEY);
INSERT INTO resume VALUES (1), (2);
INSERT INTO `résumé` VALUES ('one');
CREATE SEQUENCE again START WITH 5 NOCACHE;
CREATE SEQUENCE Again START WITH 50 MAXVALUE 51 NOCACHE CYCLE;
DO NEXTVAL(Again), NEXTVAL(Again), NEXTVAL(Again);
DELIMITER $$
CREATE TRIGGER on_users BEFORE DELETE ON users FOR EACH ROW SET @x = 1$$
CREATE TRIGGER `ON_ÜSERS` BEFORE DELETE ON Users FOR EACH ROW BEGIN /* a comment */ SET @x = 2; -- another
  # and a last one; with it
END$$
DELIMITER ;
CREATE DATABASE SYS;
CREATE DATABASE KINDS COLLATE latin1_german1_ci;
CREATE DATABASE `kïnds`;
CREATE TABLE SYS.t (id INT PRIMARY KEY);
INSERT INTO SYS.t VALUES (42);
CREATE TABLE KINDS.users (id INT PRIMARY KEY);
INSERT INTO KINDS.users VALUES (7);
CREATE TABLE `kïnds`.users (id INT PRIMARY KEY, x INT);
INSERT INTO `kïnds`.users VALUES (8, 8);
CREATE TRIGGER KINDS.older BEFORE DELETE ON KINDS.users FOR EACH ROW SET @x = 'a' = 'A';
ALTER DATABASE KINDS COLLATE latin1_bin;
DELIMITER $$
BEGIN NOT ATOMIC
  DECLARE database_name, table_name, column_name VARCHAR(64);
  SET database_name = CONCAT('two\nlines', CHAR(31 USING utf8mb4), '\t\r\\n%s', CHAR(1 USING utf8mb4), CHAR(127 USING utf8mb4)),
    table_name = CONCAT('a\nb', CHAR(31 USING utf8mb4), '\t\\x1f\\'), column_name = CONCAT('c\n', CHAR(31 USING utf8mb4), '\r\t\\''\\"%d');
  EXECUTE IMMEDIATE CONCAT('CREATE DATABASE `', database_name, '`');
  EXECUTE IMMEDIATE CONCAT('CREATE TABLE `', database_name, '`.`', table_name, '` (`', column_name, '` INT PRIMARY KEY, x FLOAT)');
  EXECUTE IMMEDIATE CONCAT('INSERT INTO `', database_name, '`.`', table_name, '` VALUES (1, 16777217), (2, NULL)');
  EXECUTE IMMEDIATE CONCAT('CREATE VIEW `', database_name, '`.`', UPPER(table_name), '` AS SELECT `', column_name, '` FROM `', database_name, '`.`', table_name, '`');
  EXECUTE IMMEDIATE CONCAT('CREATE TRIGGER `', database_name, '`.`', table_name, '` BEFORE DELETE ON `', database_name, '`.`', table_name, '` FOR EACH ROW SET @x = OLD.`', column_name, '`');
  EXECUTE IMMEDIATE CONCAT('CREATE SEQUENCE `', database_name, '`.`', column_name, '` NOCACHE');
END$$
DELIMITER ;
CREATE TABLE addresses (four INET4 NOT NULL, six INET6 NOT NULL DEFAULT '::ffff:127.0.0.1', u UUID NOT NULL DEFAULT '61626364-6566-6768-696a-6b6c6d6e6f70',
  f FLOAT NOT NULL, six2 INET6, u2 UUID, g FLOAT AS (f * 2) STORED, PRIMARY KEY (six, u), UNIQUE (f, six), KEY (four, u2)) PARTITION BY KEY (six) PARTITIONS 3;
INSERT INTO addresses (four, six, u, f, six2, u2) VALUES ('1.2.3.4', '::ffff:127.0.0.1', DEFAULT, 16777217, '::ffff:128.0.0.1', '61626364-6566-6768-696a-6b6c6d6e6f71'),
  ('9.10.92.39', 'abcd:efab:cdef::', '00000000-0000-0000-0000-000000000000', 0.1, NULL, NULL), ('0.0.0.0', '2e31:2e32:2e33:2e34::', '0a095c00-270d-1fff-8a0a-0a0a0a0a0a0a', -3.4028235e38, '::', UUID());
CREATE TABLE floats (f FLOAT PRIMARY KEY, d DOUBLE NOT NULL, u UUID NOT NULL) WITH SYSTEM VERSIONING;
INSERT INTO floats VALUES (16777217, -2.2250738585072014e-308, UUID()), (0.1, 0.1, UUID());
UPDATE floats SET d = d * 3;
-- It shows the same of both zeros.
CREATE TABLE zeros (f FLOAT NOT NULL, d DOUBLE(20,5), of_f DOUBLE AS (ATAN2(f, -1)) STORED, of_d DOUBLE AS (ATAN2(d, -1)) STORED);
INSERT INTO zeros (f, d) VALUES (-1e-60, NULL), (0, 0), (0, -1e-9), (1e-60, 1e-9);
-- It shows the same of years a century apart.
CREATE TABLE centuries (y YEAR(2) PRIMARY KEY, n YEAR(2), whole INT AS (YEAR(y)) STORED);
INSERT INTO centuries (y, n) VALUES ('0000', NULL), ('2000', '0000'), ('2104', '2155'), ('2004', '1970');
CREATE TABLE enums (id INT PRIMARY KEY AUTO_INCREMENT, e ENUM('', '2', 'x', '1') NOT NULL, n ENUM('a', 'b'), s SET('', 'a', 'b'), y YEAR NOT NULL);
INSERT IGNORE INTO enums VALUES (1, '', 'a', 'a', 1901), (2, 'none', 'none', 'none', '0000'), (3, '1', NULL, 7, 2155), (4, 2, '2', '', 2000);
CREATE TABLE only_made (a INT AS (1) VIRTUAL, b VARCHAR(9) AS ('b') STORED);
INSERT INTO only_made VALUES (), (), ();
SET SESSION innodb_strict_mode = OFF, max_heap_table_size = 33554432;
DELIMITER $$
BEGIN NOT ATOMIC
  SELECT GROUP_CONCAT('c', seq, ' CHAR(250) CHARACTER SET latin1') INTO @columns FROM seq_1_to_40;
  EXECUTE IMMEDIATE CONCAT('CREATE TABLE wide (id INT PRIMARY KEY, ', @columns, ')');
  IF VERSION() NOT LIKE '10.%' THEN
    EXECUTE IMMEDIATE 'CREATE TABLE vectors (id INT PRIMARY KEY, v VECTOR(5) NOT NULL, w VECTOR(2), VECTOR KEY (v))';
    EXECUTE IMMEDIATE 'INSERT INTO vectors SELECT seq, VEC_FromText(CONCAT(''['', seq, '',0.1,-3,4,'', seq / 7, '']'')), NULL FROM seq_1_to_300';
  END IF;
END$$
DELIMITER ;
INSERT INTO wide (id, c1, c40) VALUES (1, 'x', ''), (2, REPEAT('y', 250), NULL);
CREATE TABLE wide_memory (id INT PRIMARY KEY, c CHAR(250) CHARACTER SET latin1) ENGINE = MEMORY;
INSERT INTO wide_memory SELECT seq, MD5(seq) FROM seq_1_to_66000;
SET SESSION innodb_strict_mode = ON, max_heap_table_size = DEFAULT;
SET GLOBAL innodb_default_row_format = compact;
CREATE TABLE of_another_format (id INT PRIMARY KEY, t TEXT);
SET GLOBAL innodb_default_row_format = dynamic;
INSERT INTO of_another_format VALUES (1, REPEAT('x', 2000));
CREATE TABLE merged_1 (id INT PRIMARY KEY) ENGINE = MyISAM;
CREATE TABLE merged (id INT PRIMARY KEY) ENGINE = MERGE UNION = (merged_1) INSERT_METHOD = LAST;
INSERT INTO merged VALUES (1), (2);
CREATE TABLE long_versions (id INT PRIMARY KEY, b LONGBLOB) WITH SYSTEM VERSIONING;
INSERT INTO long_versions VALUES (1, REPEAT(x'01005c0a', 2500000)), (2, NULL), (3, '');
DELETE FROM long_versions WHERE id = 1;
SET NAMES latin1;
CREATE VIEW of_latin1 AS SELECT 'Ã¼' AS u, id FROM users;
CREATE TRIGGER of_latin1 AFTER DELETE ON users FOR EACH ROW SET @x = 'Ã¼';
SET NAMES utf8mb4;
CREATE TABLE gone (id INT PRIMARY KEY);
CREATE VIEW broken AS SELECT id FROM gone;
CREATE VIEW upon_broken AS SELECT id FROM broken;
DROP TABLE gone;
SET SESSION sql_mode = '';
CREATE TABLE doubted_versions (id INT PRIMARY KEY, t LONGTEXT, d TINYINT AS (id * 1000) STORED) WITH SYSTEM VERSIONING;
INSERT INTO doubted_versions (id, t) VALUES (1, 'a'), (2, NULL);
UPDATE doubted_versions SET t = 'b' WHERE id = 1;
DELETE FROM doubted_versions WHERE id = 2;
ANALYZE TABLE doubted_versions PERSISTENT FOR ALL;
CREATE TABLE to_be_long (p INT PRIMARY KEY, q INT, r INT, KEY (q), KEY (r),
  CONSTRAINT to_be_long_ibfk_3 FOREIGN KEY (q) REFERENCES to_be_long (p), CONSTRAINT to_be_long_ibfk_12 FOREIGN KEY (r) REFERENCES users (id),
  CONSTRAINT of_its_own FOREIGN KEY (r) REFERENCES to_be_long (p));
RENAME TABLE to_be_long TO wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww;
CREATE TABLE vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv (p INT, q INT, KEY (p), KEY (q), CONSTRAINT vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv_ibfk_2 FOREIGN KEY (q) REFERENCES users (id), CONSTRAINT vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv_ibfk_3 FOREIGN KEY (p) REFERENCES users (id));
CREATE SEQUENCE mysql.of_a_user INCREMENT BY 7 NOCACHE;
SELECT NEXTVAL(mysql.of_a_user);
CREATE TABLE by_its_sequence (id INT PRIMARY KEY DEFAULT NEXTVAL(mysql.of_a_user), x INT);
INSERT INTO by_its_sequence (x) VALUES (1), (2);
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES';
-- Where an index range and the comparison of single rows aren't of one mind, and what else ranges must not trip over.
CREATE TABLE invalid_days (d DATE NOT NULL, id INT NOT NULL, v INT, PRIMARY KEY (d, id), KEY (v)) PARTITION BY RANGE (TO_DAYS(d))
  (PARTITION p0 VALUES LESS THAN (TO_DAYS('2024-02-01')), PARTITION p1 VALUES LESS THAN (TO_DAYS('2024-03-01')), PARTITION p2 VALUES LESS THAN MAXVALUE);
INSERT INTO invalid_days SELECT ELT(seq % 7 + 1, '0000-00-00', '2024-02-31', '2024-02-30', '2024-00-00', '2024-03-01', '2024-02-15', '2023-01-01'), seq, seq FROM seq_1_to_70;
CREATE TABLE not_padded (a CHAR(10) COLLATE utf8mb4_nopad_bin PRIMARY KEY, v INT, KEY (v));
INSERT INTO not_padded VALUES ('', 1), ('a', 4), ('A', 7), ('\0', 8), ('a\0', 10), ('😀', 11), ('a b', 12);
CREATE TABLE key_with_newline (id INT PRIMARY KEY, `a
b` INT, KEY k1 (`a
b`));
INSERT INTO key_with_newline SELECT seq, seq FROM seq_1_to_50;
CREATE TABLE ignored_key (f DOUBLE PRIMARY KEY, u INT NOT NULL, v INT, UNIQUE KEY (u), KEY (v));
INSERT INTO ignored_key SELECT seq, seq, seq FROM seq_1_to_10;
ALTER TABLE ignored_key ALTER INDEX u IGNORED;
CREATE TABLE order_of_keys (id INT PRIMARY KEY, a INT, b INT, c INT, KEY zz (a), KEY mm (b), KEY aa (c));
INSERT INTO order_of_keys SELECT seq, seq, seq, seq FROM seq_1_to_10;
CREATE TABLE con (id INT PRIMARY KEY);
INSERT INTO con VALUES (1), (2);
CREATE SEQUENCE lost INCREMENT BY 0;
CREATE TABLE by_lost_sequence (id INT PRIMARY KEY DEFAULT NEXTVAL(lost), x INT);
INSERT INTO by_lost_sequence (x) VALUES (1);
DROP SEQUENCE lost;
CREATE VIEW lost AS SELECT 1 AS one;
CREATE TABLE called_in_a_comment (id INT PRIMARY KEY COMMENT 'was nextval(`mysql`.`user`) or nextval(`no``where`.`x`)');
CREATE DATABASE soon_lost;
CREATE SEQUENCE soon_lost.lost INCREMENT BY 0;
CREATE TABLE mysql.by_lost_sequence (id INT PRIMARY KEY DEFAULT NEXTVAL(soon_lost.lost), x INT);
INSERT INTO mysql.by_lost_sequence (x) VALUES (1);
DROP DATABASE soon_lost;
CREATE TABLE long_in_aria (id INT PRIMARY KEY, b LONGBLOB) ENGINE = Aria;
INSERT INTO long_in_aria VALUES (1, REPEAT('x', 10000000)), (2, '');
USE mysql;
CREATE TABLE `$(touch /tmp/was_run; echo a)` (id INT PRIMARY KEY);
CREATE TABLE `it``s @` (id INT PRIMARY KEY);
INSERT INTO `it``s @` VALUES (1);
CREATE TABLE merged_1 (id INT) ENGINE = MyISAM;
INSERT INTO merged_1 VALUES (1), (2);
CREATE TABLE merged (id INT) ENGINE = MERGE UNION = (merged_1) INSERT_METHOD = LAST;
