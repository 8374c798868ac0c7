-- ClickHouse adds a column to the sorting key only if the statement that adds it gives it no default. The default set
-- afterwards computes the sender of each older row when it is read. No row is rewritten.
ALTER TABLE tokentrail_ledger.usage_records
    ADD COLUMN IF NOT EXISTS repriced_by LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS repriced_reason LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS sender LowCardinality(String) AFTER span_id,
    MODIFY ORDER BY (start_time, trace_id, span_id, sender);

ALTER TABLE tokentrail_ledger.usage_records
    MODIFY COLUMN sender LowCardinality(String) DEFAULT coalesce(service_instance_id, nullIf(service_name, ''), '-');

ALTER TABLE tokentrail_ledger.record_attempts
    ADD COLUMN IF NOT EXISTS sender LowCardinality(String) AFTER span_id,
    MODIFY ORDER BY (start_time, trace_id, span_id, sender);

ALTER TABLE tokentrail_ledger.repriced
    ADD COLUMN IF NOT EXISTS repriced_by LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS repriced_reason LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS sender LowCardinality(String) DEFAULT coalesce(service_instance_id, nullIf(service_name, ''), '-');
