#!/bin/bash
# Healthy is who serves: in a majority, and Synced or a donor.
set -o pipefail
mariadb --no-defaults --socket=/run/mysqld/mysqld.sock --connect-timeout=3 --skip-column-names --batch \
  -e "SELECT GROUP_CONCAT(VARIABLE_VALUE ORDER BY VARIABLE_NAME SEPARATOR ' ')
    FROM information_schema.GLOBAL_STATUS
    WHERE VARIABLE_NAME IN ('wsrep_cluster_status', 'wsrep_local_state', 'wsrep_ready')" | grep -Eqx 'Primary [24] ON'
