    WITH
        (name, value) ->
            length(value) > multiIf(name = 'tokentrail.attempts', 4194304, name = 'tokentrail.cost.lines', 65536, name = 'tokentrail.tags', 8192, 4096)
            AS isTooLong
    SELECT
        * REPLACE (
            mapApply((name, value) -> (name, if(isTooLong(name, value), '', toValidUTF8(value))), SpanAttributes) AS SpanAttributes,
            mapApply((name, value) -> (name, if(isTooLong(name, value), '', toValidUTF8(value))), ResourceAttributes) AS ResourceAttributes,
            if(isTooLong('', ServiceName), '', toValidUTF8(ServiceName)) AS ServiceName
        ),
        mapKeys(mapFilter((name, value) -> isTooLong(name, value), mapConcat(span.SpanAttributes, span.ResourceAttributes))) AS too_long
    FROM tokentrail_ledger.landing AS span
