-- The traces store: every span with its content, for admins. Each statement ends with a semicolon at the end of a line
-- and may be run again. The 22 columns are those of the collector's clickhouse exporter, by name. `sender` as in
-- ledger.sql: spans of several senders may share all ids, and the reader takes the content of the record's own sender.

CREATE DATABASE IF NOT EXISTS tokentrail_traces;

CREATE TABLE IF NOT EXISTS tokentrail_traces.otel_traces
(
    Timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    TraceId String CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    ParentSpanId String CODEC(ZSTD(1)),
    TraceState String CODEC(ZSTD(1)),
    SpanName LowCardinality(String) CODEC(ZSTD(1)),
    SpanKind LowCardinality(String) CODEC(ZSTD(1)),
    ServiceName LowCardinality(String) CODEC(ZSTD(1)),
    ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    ScopeName String CODEC(ZSTD(1)),
    ScopeVersion String CODEC(ZSTD(1)),
    SpanAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    Duration UInt64 CODEC(T64, ZSTD(1)),
    StatusCode LowCardinality(String) CODEC(ZSTD(1)),
    StatusMessage String CODEC(ZSTD(1)),
    `Events.Timestamp` Array(DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    `Events.Name` Array(LowCardinality(String)) CODEC(ZSTD(1)),
    `Events.Attributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `Links.TraceId` Array(String) CODEC(ZSTD(1)),
    `Links.SpanId` Array(String) CODEC(ZSTD(1)),
    `Links.TraceState` Array(String) CODEC(ZSTD(1)),
    `Links.Attributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    sender String ALIAS coalesce(nullIf(ResourceAttributes['service.instance.id'], ''), nullIf(ServiceName, ''), '-'),
    INDEX by_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(Timestamp)
ORDER BY (Timestamp, TraceId, SpanId)
TTL toDateTime(Timestamp) + INTERVAL 14 DAY DELETE
SETTINGS ttl_only_drop_parts = 1;

-- A column that an older store lacks.
ALTER TABLE tokentrail_traces.otel_traces
    ADD COLUMN IF NOT EXISTS sender String
        ALIAS coalesce(nullIf(ResourceAttributes['service.instance.id'], ''), nullIf(ServiceName, ''), '-');
