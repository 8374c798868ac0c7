-- One row per process: its newest report of what it is configured to do, without content and without names of callers.
-- sender as in usage_records. Processes are no records: they are never in usage_records, nor in any of its counts.
CREATE TABLE IF NOT EXISTS tokentrail_ledger.processes
(
    /*{process_columns}*/
)
ENGINE = ReplacingMergeTree(reported_at)
PARTITION BY toYYYYMM(started_at)
ORDER BY (started_at, sender)
/*{processes_ttl}*/;
