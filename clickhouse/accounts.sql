-- Accounts of a ClickHouse server. Written by `npm run accounts -w @tokentrail/clickhouse` from src/access-list.ts: change
-- that. No password stands here: pass each as a query parameter of the account's name and "_password". Run after
-- ledger.sql and traces.sql, by a user with access management.

CREATE SETTINGS PROFILE OR REPLACE tokentrail_reader SETTINGS
    readonly = 1 CONST,
    max_execution_time = 30 CONST,
    timeout_overflow_mode = 'throw' CONST,
    max_memory_usage = 1000000000 CONST,
    max_threads = 2 CONST,
    max_rows_to_read = 200000000 CONST,
    read_overflow_mode = 'throw' CONST,
    max_result_rows = 1000000 CONST,
    max_result_bytes = 268435456 CONST,
    result_overflow_mode = 'throw' CONST,
    max_rows_in_join = 10000000 CONST,
    max_query_size = 262144 CONST,
    max_parser_depth = 300 CONST,
    max_parser_backtracks = 100000 CONST,
    max_ast_depth = 300 CONST,
    max_ast_elements = 10000 CONST,
    max_expanded_ast_elements = 50000 CONST,
    max_subquery_depth = 20 CONST,
    output_format_json_quote_64bit_integers = 1 CONST,
    max_concurrent_queries_for_user = 8 CONST,
    cancel_http_readonly_queries_on_client_close = 1 CONST,
    enable_http_compression = 1 CONST,
    http_write_exception_in_output_format = 0 CONST;

CREATE SETTINGS PROFILE OR REPLACE tokentrail_writer SETTINGS
    max_partitions_per_insert_block = 0,
    async_insert = 0,
    max_memory_usage = 4000000000;

CREATE USER OR REPLACE tokentrail_writer
    IDENTIFIED WITH sha256_password BY {tokentrail_writer_password:String}
    GRANTEES NONE
    SETTINGS PROFILE tokentrail_writer;

GRANT INSERT, SHOW COLUMNS ON tokentrail_ledger.landing TO tokentrail_writer;

GRANT INSERT, SHOW COLUMNS ON tokentrail_ledger.price_entries TO tokentrail_writer;

GRANT INSERT, SHOW COLUMNS ON tokentrail_traces.otel_traces TO tokentrail_writer;

CREATE USER OR REPLACE tokentrail_repricer
    IDENTIFIED WITH sha256_password BY {tokentrail_repricer_password:String}
    GRANTEES NONE
    SETTINGS PROFILE tokentrail_writer;

GRANT INSERT, SHOW COLUMNS ON tokentrail_ledger.repriced TO tokentrail_repricer;

CREATE USER OR REPLACE tokentrail_ledger_reader
    IDENTIFIED WITH sha256_password BY {tokentrail_ledger_reader_password:String}
    GRANTEES NONE
    SETTINGS PROFILE tokentrail_reader;

GRANT SELECT ON tokentrail_ledger.usage_records TO tokentrail_ledger_reader;

GRANT SELECT ON tokentrail_ledger.price_entries TO tokentrail_ledger_reader;

CREATE USER OR REPLACE tokentrail_attempts_reader
    IDENTIFIED WITH sha256_password BY {tokentrail_attempts_reader_password:String}
    GRANTEES NONE
    SETTINGS PROFILE tokentrail_reader;

GRANT SELECT ON tokentrail_ledger.attempts TO tokentrail_attempts_reader;

GRANT SELECT ON tokentrail_ledger.record_attempts TO tokentrail_attempts_reader;

GRANT SELECT ON tokentrail_ledger.price_entries TO tokentrail_attempts_reader;

CREATE USER OR REPLACE tokentrail_traces_reader
    IDENTIFIED WITH sha256_password BY {tokentrail_traces_reader_password:String}
    GRANTEES NONE
    SETTINGS PROFILE tokentrail_reader;

GRANT SELECT ON tokentrail_traces.otel_traces TO tokentrail_traces_reader;

CREATE QUOTA OR REPLACE tokentrail_reader KEYED BY user_name
    FOR INTERVAL 1 minute MAX queries = 3000
    TO tokentrail_ledger_reader, tokentrail_attempts_reader, tokentrail_traces_reader;
