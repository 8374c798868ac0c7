    toDateTime64('2020-01-01 00:00:00', 9, 'UTC') AS earliest,
    toDateTime64(now() + INTERVAL 1 DAY, 9, 'UTC') AS latest,
    toUnixTimestamp64Milli(now64(3)) AS arrival_ms,
    300000 AS max_ahead_ms,
    3600000 AS changeable_ms,
    toDateTime64(Timestamp, 9, 'UTC') AS given_start,
    accurateCastOrNull(SpanAttributes['tokentrail.record.version_unix_ms'], 'Int64') AS given_version_ms,
    ifNull(given_version_ms BETWEEN toUnixTimestamp(earliest) * 1000 AND toUnixTimestamp(latest) * 1000, 0) AS has_version,
    fromUnixTimestamp64Nano(toUnixTimestamp64Nano(given_start) + toInt64(Duration), 'UTC') AS given_end,
    given_start BETWEEN earliest AND latest AS has_start,
    given_end BETWEEN earliest AND latest AS has_end,
    multiIf(
        has_start, given_start,
        has_version, fromUnixTimestamp64Nano(assumeNotNull(given_version_ms) * 1000000, 'UTC'),
        has_end, given_end,
        toDateTime64(toStartOfDay(now('UTC')), 9, 'UTC')
    ) AS known_start,
    multiIf(
        has_version, assumeNotNull(given_version_ms),
        has_end, toUnixTimestamp64Milli(given_end),
        toUnixTimestamp64Milli(known_start)
    ) AS version_ms,
    if(SpanAttributes['tokentrail.record.state'] IN ('pending', 'streaming'), 1, 2) AS rank,
    rank = 2 AND arrival_ms > toUnixTimestamp64Milli(known_start) + changeable_ms AS is_late,
    if(is_late, intDiv(4398046511104 - arrival_ms, 2), least(version_ms, arrival_ms + max_ahead_ms)) AS ver_ms
