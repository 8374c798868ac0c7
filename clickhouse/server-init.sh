#!/bin/bash
# Applies schema and accounts to a server in a container. It is mounted into /docker-entrypoint-initdb.d, the SQL files
# into /tokentrail. The passwords come from the environment and reach the statements only as query parameters.
set -e

client=(clickhouse-client --host 127.0.0.1 --user "$CLICKHOUSE_USER" --password "$CLICKHOUSE_PASSWORD")

"${client[@]}" --queries-file /tokentrail/ledger.sql
"${client[@]}" --queries-file /tokentrail/traces.sql
"${client[@]}" --queries-file /tokentrail/accounts.sql \
  --param_tokentrail_writer_password="$TOKENTRAIL_WRITER_PASSWORD" \
  --param_tokentrail_repricer_password="$TOKENTRAIL_REPRICER_PASSWORD" \
  --param_tokentrail_settings_writer_password="$TOKENTRAIL_SETTINGS_WRITER_PASSWORD" \
  --param_tokentrail_data_manager_password="$TOKENTRAIL_DATA_MANAGER_PASSWORD" \
  --param_tokentrail_ledger_reader_password="$TOKENTRAIL_LEDGER_READER_PASSWORD" \
  --param_tokentrail_attempts_reader_password="$TOKENTRAIL_ATTEMPTS_READER_PASSWORD" \
  --param_tokentrail_traces_reader_password="$TOKENTRAIL_TRACES_READER_PASSWORD"

if [ "${TOKENTRAIL_HIDE_MARGIN:-}" = 1 ]; then
  "${client[@]}" --queries-file /tokentrail/hide-margin.sql
fi
