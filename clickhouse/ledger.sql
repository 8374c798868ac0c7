-- The ledger: one row per record, without content. Each statement ends with a semicolon at the end of a line and may be
-- run again.

CREATE DATABASE IF NOT EXISTS tokentrail_ledger;

-- The collector's clickhouse exporter inserts into this table, which keeps nothing. The 22 columns are the exporter's
-- own, by name. An attribute without a column in usage_records below is discarded.
CREATE TABLE IF NOT EXISTS tokentrail_ledger.landing
(
    Timestamp DateTime64(9),
    TraceId String,
    SpanId String,
    ParentSpanId String,
    TraceState String,
    SpanName LowCardinality(String),
    SpanKind LowCardinality(String),
    ServiceName LowCardinality(String),
    ResourceAttributes Map(LowCardinality(String), String),
    ScopeName String,
    ScopeVersion String,
    SpanAttributes Map(LowCardinality(String), String),
    Duration UInt64,
    StatusCode LowCardinality(String),
    StatusMessage String,
    `Events.Timestamp` Array(DateTime64(9)),
    `Events.Name` Array(LowCardinality(String)),
    `Events.Attributes` Array(Map(LowCardinality(String), String)),
    `Links.TraceId` Array(String),
    `Links.SpanId` Array(String),
    `Links.TraceState` Array(String),
    `Links.Attributes` Array(Map(LowCardinality(String), String))
)
ENGINE = Null;

-- One row per record and sender: the version with the highest ver. NULL means "not reported", never 0.
-- sender: the process that sent the record (service.instance.id), else its service. It is part of the sorting key: a span
-- of another sender with the ids of a record becomes a record of its own and replaces nothing.
-- ver: rank (1 running, 2 ended, 3 repriced) × 2^56 + unix milliseconds of that version. An ended version that arrives
-- later than an hour after the start of its record counts down from its time of arrival instead: see the views.
-- repriced_by, repriced_reason: who repriced the record, and why; NULL if it still has the price it was recorded with.
-- unreadable: columns whose value arrived but could not be read; they are NULL (start_time: replaced, see the view).
CREATE TABLE IF NOT EXISTS tokentrail_ledger.usage_records
(
    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    sender LowCardinality(String) DEFAULT coalesce(service_instance_id, nullIf(service_name, ''), '-'),
    ver UInt64 CODEC(ZSTD(1)),
    record_type LowCardinality(String),
    state LowCardinality(String),
    call_type LowCardinality(Nullable(String)),
    source LowCardinality(Nullable(String)),
    api_format LowCardinality(Nullable(String)),
    event_name LowCardinality(Nullable(String)),
    service_name LowCardinality(String),
    service_namespace LowCardinality(Nullable(String)),
    service_version LowCardinality(Nullable(String)),
    service_instance_id LowCardinality(Nullable(String)),
    deployment_environment LowCardinality(Nullable(String)),
    method LowCardinality(Nullable(String)),
    endpoint LowCardinality(Nullable(String)),
    path Nullable(String) CODEC(ZSTD(1)),
    status_code Nullable(UInt16) CODEC(T64, ZSTD(1)),
    stream Bool,
    duration_ns Nullable(UInt64) CODEC(T64, ZSTD(1)),
    time_to_first_chunk_ns Nullable(UInt64) CODEC(T64, ZSTD(1)),
    operation LowCardinality(Nullable(String)),
    provider LowCardinality(Nullable(String)),
    request_model LowCardinality(Nullable(String)),
    target_model LowCardinality(Nullable(String)),
    response_model LowCardinality(Nullable(String)),
    response_id Nullable(String) CODEC(ZSTD(1)),
    finish_reasons Array(String) CODEC(ZSTD(1)),
    requested_service_tier LowCardinality(Nullable(String)),
    served_service_tier LowCardinality(Nullable(String)),
    output_type LowCardinality(Nullable(String)),
    conversation_id Nullable(String) CODEC(ZSTD(1)),
    input_tokens Nullable(UInt64) CODEC(T64, ZSTD(1)),
    output_tokens Nullable(UInt64) CODEC(T64, ZSTD(1)),
    cache_read_tokens Nullable(UInt64) CODEC(T64, ZSTD(1)),
    cache_write_tokens Nullable(UInt64) CODEC(T64, ZSTD(1)),
    reasoning_tokens Nullable(UInt64) CODEC(T64, ZSTD(1)),
    audio_input_tokens Nullable(UInt64) CODEC(T64, ZSTD(1)),
    audio_output_tokens Nullable(UInt64) CODEC(T64, ZSTD(1)),
    cost_list Nullable(Int64) CODEC(T64, ZSTD(1)),
    cost_list_state LowCardinality(Nullable(String)),
    cost_paid Nullable(Int64) CODEC(T64, ZSTD(1)),
    cost_paid_state LowCardinality(Nullable(String)),
    cost_charged Nullable(Int64) CODEC(T64, ZSTD(1)),
    cost_charged_state LowCardinality(Nullable(String)),
    cost_lines Array(String) CODEC(ZSTD(1)),
    cost_formula Nullable(String) CODEC(ZSTD(1)),
    price_source LowCardinality(Nullable(String)),
    price_version LowCardinality(Nullable(String)),
    price_entry LowCardinality(Nullable(String)),
    price_tier LowCardinality(Nullable(String)),
    repriced_by LowCardinality(Nullable(String)),
    repriced_reason LowCardinality(Nullable(String)),
    user_id Nullable(String) CODEC(ZSTD(1)),
    session_id Nullable(String) CODEC(ZSTD(1)),
    client_address Nullable(String) CODEC(ZSTD(1)),
    user_agent LowCardinality(Nullable(String)),
    server_address LowCardinality(Nullable(String)),
    server_port Nullable(UInt16) CODEC(T64, ZSTD(1)),
    key_name LowCardinality(Nullable(String)),
    key_preview LowCardinality(Nullable(String)),
    `group` LowCardinality(Nullable(String)),
    request_id Nullable(String) CODEC(ZSTD(1)),
    capture_level LowCardinality(Nullable(String)),
    error_type LowCardinality(Nullable(String)),
    error_code LowCardinality(Nullable(String)),
    error_message LowCardinality(Nullable(String)),
    attempts_count Nullable(UInt16) CODEC(T64, ZSTD(1)),
    attempts_retried Bool,
    attempts_fell_back Bool,
    amount_nano_usd Nullable(Int64) CODEC(T64, ZSTD(1)),
    balance_after_nano_usd Nullable(Int64) CODEC(T64, ZSTD(1)),
    request_parameters Map(LowCardinality(String), String),
    unreadable Array(LowCardinality(String)),
    INDEX by_trace_id trace_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(ver)
PARTITION BY toYYYYMM(start_time)
PRIMARY KEY (start_time, trace_id, span_id)
ORDER BY (start_time, trace_id, span_id, sender)
TTL toDateTime(start_time) + INTERVAL 400 DAY DELETE WHERE record_type = 'usage',
    toDateTime(start_time) + INTERVAL 400 DAY DELETE WHERE record_type = 'request',
    toDateTime(start_time) + INTERVAL 400 DAY DELETE WHERE record_type IN ('system', 'manage', 'login'),
    toDateTime(start_time) + INTERVAL 400 DAY DELETE WHERE record_type NOT IN ('usage', 'request', 'system', 'manage', 'login');

-- Columns that an older ledger lacks. ClickHouse adds a column to the sorting key only if the statement that adds it
-- gives it no default. The default set afterwards computes the sender of each older row when it is read. No row is
-- rewritten.
ALTER TABLE tokentrail_ledger.usage_records
    ADD COLUMN IF NOT EXISTS repriced_by LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS repriced_reason LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS sender LowCardinality(String) AFTER span_id,
    MODIFY ORDER BY (start_time, trace_id, span_id, sender);

ALTER TABLE tokentrail_ledger.usage_records
    MODIFY COLUMN sender LowCardinality(String) DEFAULT coalesce(service_instance_id, nullIf(service_name, ''), '-');

-- All attempts of one record in one row, so that the record's newest version replaces them together. `sender` as in
-- usage_records; '' in rows written before that column existed: they belong to the record that had these ids then.
CREATE TABLE IF NOT EXISTS tokentrail_ledger.record_attempts
(
    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    sender LowCardinality(String),
    ver UInt64 CODEC(ZSTD(1)),
    attempts Array(String) CODEC(ZSTD(1)),
    INDEX by_trace_id trace_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(ver)
PARTITION BY toYYYYMM(start_time)
PRIMARY KEY (start_time, trace_id, span_id)
ORDER BY (start_time, trace_id, span_id, sender)
TTL toDateTime(start_time) + INTERVAL 400 DAY DELETE;

ALTER TABLE tokentrail_ledger.record_attempts
    ADD COLUMN IF NOT EXISTS sender LowCardinality(String) AFTER span_id,
    MODIFY ORDER BY (start_time, trace_id, span_id, sender);

-- Price entries by their hash (tokentrail.price.entry: sha256 of the body, 64 hex digits). An entry never changes and
-- never expires, so an old cost can always be explained. `body` is canonical JSON.
CREATE TABLE IF NOT EXISTS tokentrail_ledger.price_entries
(
    entry String,
    body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
ORDER BY entry;

-- The views that read from landing. Each is first created empty if it is missing and then gets its query by MODIFY
-- QUERY. This changes an existing view without a gap in which inserts find no view (CREATE OR REPLACE has such a gap,
-- and landing keeps no rows).
--
-- The views never throw: a strict cast would make the exporter send the same batch forever. A value that cannot be
-- read, or is outside the bounds in README.md, becomes NULL and its column is listed in `unreadable`.
--
-- An implausible start (before 2020, or more than a day ahead) is replaced by the time of the version, else by the
-- span's end, else by the start of today in UTC (so that a replay on the same day still finds its row). A span that
-- ends before it starts arrives with a duration of 1.8e19.
--
-- ver: a version counts as at most five minutes later than its arrival. Among the ended versions that arrive within an
-- hour of their record's start, the latest wins. After that hour a new version loses against every ended version
-- already there, so an ended record can no longer change: a replay loses against the same row, and a record that
-- arrives late for the first time is kept. The hour counts from the start because only the start is fixed by the key: a
-- sender can write any end and version.
CREATE MATERIALIZED VIEW IF NOT EXISTS tokentrail_ledger.usage_records_from_landing
TO tokentrail_ledger.usage_records
AS SELECT TraceId AS trace_id FROM tokentrail_ledger.landing WHERE 0;

ALTER TABLE tokentrail_ledger.usage_records_from_landing MODIFY QUERY
WITH
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
    if(is_late, intDiv(4398046511104 - arrival_ms, 2), least(version_ms, arrival_ms + max_ahead_ms)) AS ver_ms,
    31622400000000000 AS max_duration_ns,
    1000000000000 AS max_token_count,
    10000000000000000 AS max_cost,
    999999999999999999 AS max_amount,
    10000 AS max_attempts,
    (text, min_value, max_value) ->
        if(ifNull(accurateCastOrNull(text, 'Int64') BETWEEN min_value AND max_value, 0), accurateCastOrNull(text, 'Int64'), NULL)
        AS boundedInt,
    (text, cost_state) ->
        if(multiIf(cost_state IN ('unknown_price', 'unknown_usage'), 0, cost_state IN ('free', 'not_billed'), ifNull(boundedInt(text, 0, 0) = 0, 0), 1), boundedInt(text, 0, max_cost), NULL)
        AS costOf,
    (amount, text, cost_state) ->
        if(amount IS NULL AND (text != '' OR cost_state != '') AND cost_state NOT IN ('unknown_price', 'unknown_usage'), 'unknown_price', nullIf(cost_state, ''))
        AS costStateOf
SELECT
    known_start AS start_time,
    TraceId AS trace_id,
    SpanId AS span_id,
    coalesce(nullIf(ResourceAttributes['service.instance.id'], ''), nullIf(ServiceName, ''), '-') AS sender,
    bitShiftLeft(toUInt64(rank), 56) + toUInt64(ver_ms) AS ver,
    SpanAttributes['tokentrail.record.type'] AS record_type,
    SpanAttributes['tokentrail.record.state'] AS state,
    nullIf(SpanAttributes['tokentrail.call.type'], '') AS call_type,
    nullIf(SpanAttributes['tokentrail.source'], '') AS source,
    nullIf(SpanAttributes['tokentrail.api.format'], '') AS api_format,
    nullIf(SpanAttributes['tokentrail.event.name'], '') AS event_name,
    ServiceName AS service_name,
    nullIf(ResourceAttributes['service.namespace'], '') AS service_namespace,
    nullIf(ResourceAttributes['service.version'], '') AS service_version,
    nullIf(ResourceAttributes['service.instance.id'], '') AS service_instance_id,
    nullIf(ResourceAttributes['deployment.environment.name'], '') AS deployment_environment,
    nullIf(SpanAttributes['http.request.method'], '') AS method,
    coalesce(nullIf(SpanAttributes['http.route'], ''), nullIf(SpanAttributes['url.path'], '')) AS endpoint,
    nullIf(SpanAttributes['url.path'], '') AS path,
    boundedInt(SpanAttributes['http.response.status_code'], 100, 599) AS status_code,
    SpanAttributes['gen_ai.request.stream'] = 'true' AS stream,
    if(Duration <= max_duration_ns, Duration, NULL) AS duration_ns,
    boundedInt(toString(accurateCastOrNull(round(toFloat64OrNull(SpanAttributes['gen_ai.response.time_to_first_chunk']) * 1e9), 'Int64')), 0, max_duration_ns) AS time_to_first_chunk_ns,
    nullIf(SpanAttributes['gen_ai.operation.name'], '') AS operation,
    nullIf(SpanAttributes['gen_ai.provider.name'], '') AS provider,
    nullIf(SpanAttributes['gen_ai.request.model'], '') AS request_model,
    nullIf(SpanAttributes['tokentrail.target_model'], '') AS target_model,
    nullIf(SpanAttributes['gen_ai.response.model'], '') AS response_model,
    nullIf(SpanAttributes['gen_ai.response.id'], '') AS response_id,
    JSONExtract(SpanAttributes['gen_ai.response.finish_reasons'], 'Array(String)') AS finish_reasons,
    nullIf(SpanAttributes['openai.request.service_tier'], '') AS requested_service_tier,
    nullIf(SpanAttributes['openai.response.service_tier'], '') AS served_service_tier,
    nullIf(SpanAttributes['gen_ai.output.type'], '') AS output_type,
    nullIf(SpanAttributes['gen_ai.conversation.id'], '') AS conversation_id,
    boundedInt(SpanAttributes['gen_ai.usage.input_tokens'], 0, max_token_count) AS input_tokens,
    boundedInt(SpanAttributes['gen_ai.usage.output_tokens'], 0, max_token_count) AS output_tokens,
    boundedInt(SpanAttributes['gen_ai.usage.cache_read.input_tokens'], 0, max_token_count) AS cache_read_tokens,
    boundedInt(SpanAttributes['gen_ai.usage.cache_write.input_tokens'], 0, max_token_count) AS cache_write_tokens,
    boundedInt(SpanAttributes['gen_ai.usage.reasoning.output_tokens'], 0, max_token_count) AS reasoning_tokens,
    boundedInt(SpanAttributes['gen_ai.usage.audio.input_tokens'], 0, max_token_count) AS audio_input_tokens,
    boundedInt(SpanAttributes['gen_ai.usage.audio.output_tokens'], 0, max_token_count) AS audio_output_tokens,
    costOf(SpanAttributes['tokentrail.cost.list'], SpanAttributes['tokentrail.cost.list.state']) AS cost_list,
    costStateOf(cost_list, SpanAttributes['tokentrail.cost.list'], SpanAttributes['tokentrail.cost.list.state']) AS cost_list_state,
    costOf(SpanAttributes['tokentrail.cost.paid'], SpanAttributes['tokentrail.cost.paid.state']) AS cost_paid,
    costStateOf(cost_paid, SpanAttributes['tokentrail.cost.paid'], SpanAttributes['tokentrail.cost.paid.state']) AS cost_paid_state,
    costOf(SpanAttributes['tokentrail.cost.charged'], SpanAttributes['tokentrail.cost.charged.state']) AS cost_charged,
    costStateOf(cost_charged, SpanAttributes['tokentrail.cost.charged'], SpanAttributes['tokentrail.cost.charged.state']) AS cost_charged_state,
    JSONExtract(SpanAttributes['tokentrail.cost.lines'], 'Array(String)') AS cost_lines,
    nullIf(SpanAttributes['tokentrail.cost.formula'], '') AS cost_formula,
    nullIf(SpanAttributes['tokentrail.price.source'], '') AS price_source,
    nullIf(SpanAttributes['tokentrail.price.version'], '') AS price_version,
    nullIf(SpanAttributes['tokentrail.price.entry'], '') AS price_entry,
    nullIf(SpanAttributes['tokentrail.price.tier'], '') AS price_tier,
    CAST(NULL, 'Nullable(String)') AS repriced_by,
    CAST(NULL, 'Nullable(String)') AS repriced_reason,
    nullIf(SpanAttributes['user.id'], '') AS user_id,
    nullIf(SpanAttributes['session.id'], '') AS session_id,
    nullIf(SpanAttributes['client.address'], '') AS client_address,
    nullIf(SpanAttributes['user_agent.original'], '') AS user_agent,
    nullIf(SpanAttributes['server.address'], '') AS server_address,
    boundedInt(SpanAttributes['server.port'], 1, 65535) AS server_port,
    nullIf(SpanAttributes['tokentrail.key.name'], '') AS key_name,
    nullIf(SpanAttributes['tokentrail.key.preview'], '') AS key_preview,
    nullIf(SpanAttributes['tokentrail.group'], '') AS `group`,
    nullIf(SpanAttributes['tokentrail.request.id'], '') AS request_id,
    nullIf(SpanAttributes['tokentrail.capture.level'], '') AS capture_level,
    nullIf(SpanAttributes['error.type'], '') AS error_type,
    nullIf(SpanAttributes['tokentrail.error.code'], '') AS error_code,
    nullIf(SpanAttributes['tokentrail.error.message'], '') AS error_message,
    boundedInt(SpanAttributes['tokentrail.attempts.count'], 0, max_attempts) AS attempts_count,
    SpanAttributes['tokentrail.attempts.retried'] = 'true' AS attempts_retried,
    SpanAttributes['tokentrail.attempts.fell_back'] = 'true' AS attempts_fell_back,
    boundedInt(SpanAttributes['tokentrail.amount.nano_usd'], -max_amount, max_amount) AS amount_nano_usd,
    boundedInt(SpanAttributes['tokentrail.balance.after_nano_usd'], -max_amount, max_amount) AS balance_after_nano_usd,
    mapFilter((name, value) -> name IN ('gen_ai.request.max_tokens', 'gen_ai.request.temperature', 'gen_ai.request.top_p', 'gen_ai.request.choice.count', 'gen_ai.request.seed', 'gen_ai.request.frequency_penalty', 'gen_ai.request.presence_penalty', 'gen_ai.request.reasoning.level', 'gen_ai.embeddings.dimension.count'), SpanAttributes) AS request_parameters,
    arrayConcat(too_long, arrayFilter(column -> column != '', [
        if(has_start, '', 'start_time'),
        if(SpanAttributes['tokentrail.record.version_unix_ms'] != '' AND NOT has_version, 'ver', ''),
        if(status_code IS NULL AND SpanAttributes['http.response.status_code'] != '', 'status_code', ''),
        if(duration_ns IS NULL, 'duration_ns', ''),
        if(time_to_first_chunk_ns IS NULL AND SpanAttributes['gen_ai.response.time_to_first_chunk'] != '', 'time_to_first_chunk_ns', ''),
        if(SpanAttributes['gen_ai.response.finish_reasons'] != '' AND JSONType(SpanAttributes['gen_ai.response.finish_reasons']) != 'Array', 'finish_reasons', ''),
        if(input_tokens IS NULL AND SpanAttributes['gen_ai.usage.input_tokens'] != '', 'input_tokens', ''),
        if(output_tokens IS NULL AND SpanAttributes['gen_ai.usage.output_tokens'] != '', 'output_tokens', ''),
        if(cache_read_tokens IS NULL AND SpanAttributes['gen_ai.usage.cache_read.input_tokens'] != '', 'cache_read_tokens', ''),
        if(cache_write_tokens IS NULL AND SpanAttributes['gen_ai.usage.cache_write.input_tokens'] != '', 'cache_write_tokens', ''),
        if(reasoning_tokens IS NULL AND SpanAttributes['gen_ai.usage.reasoning.output_tokens'] != '', 'reasoning_tokens', ''),
        if(audio_input_tokens IS NULL AND SpanAttributes['gen_ai.usage.audio.input_tokens'] != '', 'audio_input_tokens', ''),
        if(audio_output_tokens IS NULL AND SpanAttributes['gen_ai.usage.audio.output_tokens'] != '', 'audio_output_tokens', ''),
        if(cost_list IS NULL AND SpanAttributes['tokentrail.cost.list'] != '', 'cost_list', ''),
        if(cost_paid IS NULL AND SpanAttributes['tokentrail.cost.paid'] != '', 'cost_paid', ''),
        if(cost_charged IS NULL AND SpanAttributes['tokentrail.cost.charged'] != '', 'cost_charged', ''),
        if(SpanAttributes['tokentrail.cost.lines'] != '' AND JSONType(SpanAttributes['tokentrail.cost.lines']) != 'Array', 'cost_lines', ''),
        if(server_port IS NULL AND SpanAttributes['server.port'] != '', 'server_port', ''),
        if(attempts_count IS NULL AND SpanAttributes['tokentrail.attempts.count'] != '', 'attempts_count', ''),
        if(amount_nano_usd IS NULL AND SpanAttributes['tokentrail.amount.nano_usd'] != '', 'amount_nano_usd', ''),
        if(balance_after_nano_usd IS NULL AND SpanAttributes['tokentrail.balance.after_nano_usd'] != '', 'balance_after_nano_usd', ''),
        if(SpanAttributes['tokentrail.attempts'] != '' AND (JSONType(SpanAttributes['tokentrail.attempts']) != 'Array' OR JSONLength(SpanAttributes['tokentrail.attempts']) > max_attempts), 'attempts', '')
    ])) AS unreadable
FROM
(
    WITH
        (name, value) ->
            length(value) > multiIf(name = 'tokentrail.attempts', 4194304, name = 'tokentrail.cost.lines', 65536, 4096)
            AS isTooLong
    SELECT
        * REPLACE (
            mapApply((name, value) -> (name, if(isTooLong(name, value), '', toValidUTF8(value))), SpanAttributes) AS SpanAttributes,
            mapApply((name, value) -> (name, if(isTooLong(name, value), '', toValidUTF8(value))), ResourceAttributes) AS ResourceAttributes,
            if(isTooLong('', ServiceName), '', toValidUTF8(ServiceName)) AS ServiceName
        ),
        mapKeys(mapFilter((name, value) -> isTooLong(name, value), mapConcat(span.SpanAttributes, span.ResourceAttributes))) AS too_long
    FROM tokentrail_ledger.landing AS span
    WHERE span.SpanAttributes['tokentrail.record.type'] != ''
)
WHERE SpanAttributes['tokentrail.record.type'] != '';

CREATE MATERIALIZED VIEW IF NOT EXISTS tokentrail_ledger.record_attempts_from_landing
TO tokentrail_ledger.record_attempts
AS SELECT TraceId AS trace_id FROM tokentrail_ledger.landing WHERE 0;

ALTER TABLE tokentrail_ledger.record_attempts_from_landing MODIFY QUERY
WITH
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
    if(is_late, intDiv(4398046511104 - arrival_ms, 2), least(version_ms, arrival_ms + max_ahead_ms)) AS ver_ms,
    10000 AS max_attempts,
    text -> if(length(text) > 4096, '', toValidUTF8(text)) AS cleaned
SELECT
    known_start AS start_time,
    TraceId AS trace_id,
    SpanId AS span_id,
    coalesce(nullIf(cleaned(ResourceAttributes['service.instance.id']), ''), nullIf(cleaned(ServiceName), ''), '-') AS sender,
    bitShiftLeft(toUInt64(rank), 56) + toUInt64(ver_ms) AS ver,
    if(
        length(SpanAttributes['tokentrail.attempts']) <= 4194304 AND JSONLength(SpanAttributes['tokentrail.attempts']) <= max_attempts,
        JSONExtract(toValidUTF8(SpanAttributes['tokentrail.attempts']), 'Array(String)'),
        []
    ) AS attempts
FROM tokentrail_ledger.landing
WHERE SpanAttributes['tokentrail.record.type'] != '';

-- Drops entries whose body does not match their hash, so that no entry can replace another.
CREATE MATERIALIZED VIEW IF NOT EXISTS tokentrail_ledger.price_entries_from_landing
TO tokentrail_ledger.price_entries
AS SELECT
    SpanAttributes['tokentrail.price.entry'] AS entry,
    SpanAttributes['tokentrail.price.content'] AS body
FROM tokentrail_ledger.landing
WHERE SpanAttributes['tokentrail.price.content'] != ''
    AND lower(hex(SHA256(SpanAttributes['tokentrail.price.content']))) = SpanAttributes['tokentrail.price.entry'];

-- `tokentrail audit --reprice` inserts here: the complete row with new money, its attempts and the price entries they
-- name. This table keeps nothing. The views accept only ended calls in version 3 with a name and a reason, so an
-- account that may insert here can neither hide a record nor invent one that looks originally recorded.
CREATE TABLE IF NOT EXISTS tokentrail_ledger.repriced AS tokentrail_ledger.usage_records
ENGINE = Null;

ALTER TABLE tokentrail_ledger.repriced
    ADD COLUMN IF NOT EXISTS repriced_by LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS repriced_reason LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS sender LowCardinality(String) DEFAULT coalesce(service_instance_id, nullIf(service_name, ''), '-'),
    ADD COLUMN IF NOT EXISTS attempts Array(String),
    ADD COLUMN IF NOT EXISTS price_entries Map(String, String);

CREATE MATERIALIZED VIEW IF NOT EXISTS tokentrail_ledger.usage_records_from_repriced
TO tokentrail_ledger.usage_records
AS SELECT trace_id FROM tokentrail_ledger.repriced WHERE 0;

ALTER TABLE tokentrail_ledger.usage_records_from_repriced MODIFY QUERY
SELECT * EXCEPT (attempts, price_entries)
FROM tokentrail_ledger.repriced
WHERE bitShiftRight(ver, 56) = 3
    AND bitAnd(ver, 72057594037927935) <= toUnixTimestamp(now() + INTERVAL 1 DAY) * 1000
    AND record_type = 'usage'
    AND sender != ''
    AND state NOT IN ('pending', 'streaming')
    AND ifNull(repriced_by, '') != ''
    AND ifNull(repriced_reason, '') != '';

CREATE MATERIALIZED VIEW IF NOT EXISTS tokentrail_ledger.record_attempts_from_repriced
TO tokentrail_ledger.record_attempts
AS SELECT trace_id FROM tokentrail_ledger.repriced WHERE 0;

ALTER TABLE tokentrail_ledger.record_attempts_from_repriced MODIFY QUERY
SELECT start_time, trace_id, span_id, sender, ver, attempts
FROM tokentrail_ledger.repriced
WHERE bitShiftRight(ver, 56) = 3
    AND bitAnd(ver, 72057594037927935) <= toUnixTimestamp(now() + INTERVAL 1 DAY) * 1000
    AND record_type = 'usage'
    AND sender != ''
    AND state NOT IN ('pending', 'streaming')
    AND ifNull(repriced_by, '') != ''
    AND ifNull(repriced_reason, '') != '';

CREATE MATERIALIZED VIEW IF NOT EXISTS tokentrail_ledger.price_entries_from_repriced
TO tokentrail_ledger.price_entries
AS SELECT item.1 AS entry, item.2 AS body
FROM tokentrail_ledger.repriced
ARRAY JOIN CAST(price_entries, 'Array(Tuple(String, String))') AS item
WHERE lower(hex(SHA256(item.2))) = item.1;

-- One row per attempt of each record's newest version. `position` counts from 1 in the order of the record. A value
-- that is absent, of another type or out of bounds is NULL.
CREATE OR REPLACE VIEW tokentrail_ledger.attempts
AS WITH
    (value, max_value) -> if(ifNull(value BETWEEN 0 AND max_value, 0), value, NULL) AS upTo,
    1000000000000 AS max_token_count,
    31622400000 AS max_duration_ms
SELECT
    start_time,
    trace_id,
    span_id,
    sender,
    ver,
    position,
    attempt,
    upTo(JSONExtract(attempt, 'index', 'Nullable(UInt32)'), 10000) AS `index`,
    upTo(JSONExtract(attempt, 'retry', 'Nullable(UInt32)'), 10000) AS retry,
    JSONExtract(attempt, 'state', 'Nullable(String)') AS state,
    JSONExtract(attempt, 'skipReason', 'Nullable(String)') AS skip_reason,
    JSONExtract(attempt, 'provider', 'Nullable(String)') AS provider,
    JSONExtract(attempt, 'endpoint', 'Nullable(String)') AS endpoint,
    JSONExtract(attempt, 'server', 'Nullable(String)') AS server,
    JSONExtract(attempt, 'model', 'Nullable(String)') AS model,
    if(ifNull(JSONExtract(attempt, 'statusCode', 'Nullable(UInt16)') BETWEEN 100 AND 599, 0), JSONExtract(attempt, 'statusCode', 'Nullable(UInt16)'), NULL) AS status_code,
    JSONExtract(attempt, 'errorType', 'Nullable(String)') AS error_type,
    JSONExtract(attempt, 'errorCode', 'Nullable(String)') AS error_code,
    upTo(JSONExtract(attempt, 'offsetMs', 'Nullable(Float64)'), max_duration_ms) AS offset_ms,
    upTo(JSONExtract(attempt, 'durationMs', 'Nullable(Float64)'), max_duration_ms) AS duration_ms,
    upTo(JSONExtract(attempt, 'firstChunkMs', 'Nullable(Float64)'), max_duration_ms) AS first_chunk_ms,
    JSONExtract(attempt, 'keyName', 'Nullable(String)') AS key_name,
    JSONExtract(attempt, 'keyPreview', 'Nullable(String)') AS key_preview,
    JSONExtract(attempt, 'keyFingerprint', 'Nullable(String)') AS key_fingerprint,
    JSONExtract(attempt, 'capabilitiesRequired', 'Array(String)') AS capabilities_required,
    JSONExtract(attempt, 'capabilitiesHeld', 'Array(String)') AS capabilities_held,
    upTo(JSONExtract(attempt, 'usage', 'inputTokens', 'Nullable(UInt64)'), max_token_count) AS input_tokens,
    upTo(JSONExtract(attempt, 'usage', 'outputTokens', 'Nullable(UInt64)'), max_token_count) AS output_tokens,
    upTo(JSONExtract(attempt, 'usage', 'cacheReadTokens', 'Nullable(UInt64)'), max_token_count) AS cache_read_tokens,
    upTo(JSONExtract(attempt, 'usage', 'cacheWriteTokens', 'Nullable(UInt64)'), max_token_count) AS cache_write_tokens,
    upTo(JSONExtract(attempt, 'usage', 'reasoningTokens', 'Nullable(UInt64)'), max_token_count) AS reasoning_tokens,
    upTo(JSONExtract(attempt, 'usage', 'audioInputTokens', 'Nullable(UInt64)'), max_token_count) AS audio_input_tokens,
    upTo(JSONExtract(attempt, 'usage', 'audioOutputTokens', 'Nullable(UInt64)'), max_token_count) AS audio_output_tokens,
    upTo(accurateCastOrNull(JSONExtractString(attempt, 'paidNanoUsd'), 'Int64'), 10000000000000000) AS paid_nano_usd,
    JSONExtract(attempt, 'billed', 'Nullable(String)') AS billed,
    JSONExtract(attempt, 'requestId', 'Nullable(String)') AS request_id,
    JSONExtract(attempt, 'requestedTier', 'Nullable(String)') AS requested_tier,
    JSONExtract(attempt, 'servedTier', 'Nullable(String)') AS served_tier,
    JSONExtract(attempt, 'responseModel', 'Nullable(String)') AS response_model,
    mapFilter((name, value) -> value BETWEEN 0 AND max_token_count, JSONExtract(attempt, 'meters', 'Map(String, Float64)')) AS meters,
    mapFilter((name, value) -> value BETWEEN 0 AND max_token_count, JSONExtract(attempt, 'units', 'Map(String, Float64)')) AS units,
    JSONExtract(attempt, 'conditions', 'Map(String, String)') AS conditions,
    JSONExtract(attempt, 'priceSource', 'Nullable(String)') AS price_source,
    JSONExtract(attempt, 'priceEntry', 'Nullable(String)') AS price_entry,
    JSONExtract(attempt, 'priceTier', 'Nullable(String)') AS price_tier,
    JSONExtract(attempt, 'contract', 'Nullable(String)') AS contract
FROM tokentrail_ledger.record_attempts FINAL
ARRAY JOIN attempts AS attempt, arrayEnumerate(attempts) AS position;
