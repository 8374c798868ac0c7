WHERE bitShiftRight(ver, 56) = 3
    AND bitAnd(ver, 72057594037927935) <= toUnixTimestamp(now() + INTERVAL 1 DAY) * 1000
    AND record_type = 'usage'
    AND sender != ''
    AND state NOT IN ('pending', 'streaming')
    AND ifNull(repriced_by, '') != ''
    AND ifNull(repriced_reason, '') != ''
