# How each type of column goes over: always in full precision, and where text could be taken for something else, as what
# it is. A FLOAT goes as DOUBLE, since its own text has fewer digits than it holds. A -0 is what such a column makes of
# a small negative value: its own text has no sign. ENUM and SET go as their numbers, since an ENUM's error value has no
# text; INET and UUID as their bytes: of a text of 16 bytes such a column would take those; YEAR(2) with its century: it
# holds years from 1900, its zero, to 2155.
numbered="'enum', 'set'"
value_sql() {
  cat <<END
CASE WHEN DATA_TYPE = 'float' OR COLUMN_TYPE LIKE 'double(%'
    THEN CONCAT('IF(', q, ' = 0 AND ATAN2(', q, ', -1) < 0, ''-1e-60'', CAST(', q, ' AS DOUBLE))')
  WHEN DATA_TYPE IN ($numbered) THEN CONCAT('CAST(', q, ' AS UNSIGNED)')
  WHEN DATA_TYPE IN ('inet6', 'uuid') THEN CONCAT('CAST(', q, ' AS BINARY(16))')
  WHEN DATA_TYPE = 'inet4' THEN CONCAT('CAST(', q, ' AS BINARY(4))')
  WHEN COLUMN_TYPE LIKE 'year(2)%' THEN CONCAT('IF(YEAR(', q, ') = 1900, ''0000'', YEAR(', q, '))')
  WHEN row_time = 'ROW END' THEN $(row_end q)
  ELSE q END
END
}

# Versions of rows go with their times, and those still there end where the joiner's time does.
row_end() {
  printf "CONCAT('IF(', %s, ' = TIMESTAMP''', $forever_sql, ''', ''$joiner_forever'', ', %s, ')')" "$1" "$1"
}

# Types whose values are of a few bytes, and can't be taken for something else as text.
numbers_and_times='((tiny|small|medium|big)?int|decimal|float|double|date|datetime|timestamp|time|year)'

# What makes an SQL literal of a value. That of a long one is in three fields, since CONCAT gives NULL for what is
# longer than max_allowed_packet, and the client puts a tab between fields. HEX does so as well: such a value makes the
# statement fail.
literal_sql() {
  cat <<END
CASE WHEN DATA_TYPE IN ('enum', 'set') THEN CONCAT('IFNULL(', value, ', ''NULL'')')
  WHEN DATA_TYPE = 'bit' THEN CONCAT('IFNULL(CAST(', q, ' AS UNSIGNED), ''NULL'')')
  WHEN DATA_TYPE REGEXP '^$numbers_and_times\$'
    THEN CONCAT('QUOTE(', value, ')')
  WHEN DATA_TYPE REGEXP '^((tiny|medium|long)?(text|blob)|(var)?(char|binary)|uuid|inet[46])\$'
    AND DATA_TYPE NOT REGEXP '^(medium|long)'
    THEN CONCAT('IFNULL(CONCAT(''x'''''', HEX(', value, '), ''''''''), ''NULL'')')
  ELSE CONCAT('IF(', q, ' IS NULL, ''NULL'', ''UNHEX(TRIM(CHAR(9) FROM ''''''), IFNULL(HEX(', value, '), ''''), IF(', q,
    ' IS NULL, '''', IF(2 * LENGTH(', value, ') < @@max_allowed_packet, ''''''))'', ''too long''))') END
END
}

has_bounded_size="DATA_TYPE REGEXP '^($numbers_and_times|enum|set|bit|uuid|inet[46])\$'"

# Up to 10.10 a server has no way to put versions of rows in, and versions by transaction are of one node.
keeps_history="VERSION() NOT REGEXP '^10[.]([4-9]|10)[.]'"

# For each table and view, what a SELECT asks for, what LOAD DATA and INSERT do with it, and what stands in for a view,
# where its columns can be named, and about how long a row is at most: a server has no stack for a sum of hundreds. For
# LOAD DATA a nullable column goes as two fields, whether it is NULL and its value, since the client prints NULL as a
# word. Beside a column that is set from a variable a key that counts up is as well: else LOAD DATA takes its 0 for "the
# next one".
columns_sql() {
  cat <<END
SELECT s, t, MAX(by_transaction) AS by_transaction, MAX(row_time <> '') AS has_times,
  MAX(is_compressed) AS is_compressed,
  MAX(DATA_TYPE = 'vector' AND COLUMN_KEY <> '') AS has_vector_index,
  GROUP_CONCAT(IF(is_null, CONCAT('ISNULL(', q, '), '), ''), value ORDER BY p SEPARATOR ', ') AS selected,
  GROUP_CONCAT(IF(is_null, CONCAT('@n', p, ', '), ''), IF(by_variable, CONCAT('@v', p), q)
    ORDER BY p SEPARATOR ', ') AS taken,
  GROUP_CONCAT(IF(by_variable, CONCAT(q, ' = ', IF(is_null, CONCAT('IF(@n', p, ', NULL, '), ''),
    IF(DATA_TYPE IN ($numbered), CONCAT('CAST(@v', p, ' AS UNSIGNED)'), CONCAT('@v', p)), IF(is_null, ')', '')), NULL)
    ORDER BY p SEPARATOR ', ') AS assigned,
  GROUP_CONCAT(q ORDER BY p SEPARATOR ', ') AS named,
  GROUP_CONCAT(IF(DATA_TYPE = 'enum', CONCAT('column ''', n, ''' at row'), NULL) SEPARATOR '') AS enums,
  GROUP_CONCAT($(literal_sql) ORDER BY p SEPARATOR ', '','', ') AS literals,
  CONCAT(64 + 24 * COUNT(*), ' + ', SUM(NOT $has_bounded_size), ' * GREATEST(0, ',
    IFNULL(GROUP_CONCAT(IF($has_bounded_size, NULL, CONCAT('IFNULL(OCTET_LENGTH(', q, '), 0)')) ORDER BY p), 0),
    ')') AS row_size,
  IF(MAX(n NOT RLIKE '[^[:cntrl:][:space:]]'), NULL, GROUP_CONCAT('1 AS ', q ORDER BY p)) AS stand_in
FROM (SELECT *, $(value_sql) AS value,
    is_null OR DATA_TYPE IN ($numbered) OR EXTRA LIKE '%auto_increment%'
      AND MAX(is_null OR DATA_TYPE IN ($numbered)) OVER (PARTITION BY s, t) AS by_variable,
    MAX(row_time <> '' AND DATA_TYPE = 'bigint') OVER (PARTITION BY s, t) AS by_transaction
  FROM (SELECT $(as_bytes TABLE_SCHEMA) AS s, $(as_bytes TABLE_NAME) AS t, ORDINAL_POSITION AS p, DATA_TYPE,
      COLUMN_KEY, EXTRA, $(quoted COLUMN_NAME) AS q, COLUMN_NAME AS n,
      COLUMN_TYPE LIKE '%COMPRESSED%' AS is_compressed, IS_NULLABLE = 'YES' AS is_null, COLUMN_TYPE,
      IF(GENERATION_EXPRESSION IN ('ROW START', 'ROW END'), GENERATION_EXPRESSION, '') AS row_time
    FROM information_schema.COLUMNS
    WHERE (IS_GENERATED = 'NEVER' OR GENERATION_EXPRESSION IN ('ROW START', 'ROW END'))
      AND ($(of_users TABLE_SCHEMA) OR $(as_bytes TABLE_SCHEMA) = 'mysql')) AS named_columns) AS valued_columns
WHERE row_time = '' OR (NOT by_transaction AND $keeps_history)
GROUP BY s, t
END
}
