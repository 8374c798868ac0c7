-- A report counts as at most five minutes later than its arrival, so that a forged one does not win forever.
CREATE MATERIALIZED VIEW IF NOT EXISTS tokentrail_ledger.processes_from_landing
TO tokentrail_ledger.processes
AS SELECT now64(3) AS reported_at FROM tokentrail_ledger.landing WHERE 0;

ALTER TABLE tokentrail_ledger.processes_from_landing MODIFY QUERY
WITH
    /*{start_and_version}*/,
    least(toUnixTimestamp64Milli(known_start), arrival_ms + max_ahead_ms) AS reported_ms,
    accurateCastOrNull(SpanAttributes['tokentrail.process.start_unix_ms'], 'Int64') AS process_start_ms,
    ifNull(process_start_ms BETWEEN toUnixTimestamp(earliest) * 1000 AND toUnixTimestamp(latest) * 1000, 0) AS has_process_start,
    1000000000000000 AS max_bytes,
    1000000000000 AS max_count,
    /*{bounded_int}*/
SELECT
    /*{process_select}*/,
    arrayConcat(too_long, arrayFilter(column -> column != '', [
        /*{process_unreadable}*/
    ])) AS unreadable
FROM
(
/*{cleaned_spans}*/
    WHERE span.SpanAttributes['tokentrail.record.type'] = 'process'
)
WHERE SpanAttributes['tokentrail.record.type'] = 'process';
