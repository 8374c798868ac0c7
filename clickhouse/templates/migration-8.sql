-- Older parts compute search_text when it is read, and get it and the indexes when they are merged. Partitions of an older
-- ledger stay months; they are merged like weeks, which makes reads of closed months as fast.
ALTER TABLE tokentrail_ledger.usage_records
    ADD COLUMN IF NOT EXISTS /*{search_text}*/,
    ADD INDEX IF NOT EXISTS by_request_id request_id TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX IF NOT EXISTS by_response_id response_id TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX IF NOT EXISTS by_session_id session_id TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX IF NOT EXISTS by_conversation_id conversation_id TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX IF NOT EXISTS by_search_text search_text TYPE ngrambf_v1(4, 16384, 2, 0) GRANULARITY 1;

ALTER TABLE tokentrail_ledger.usage_records
    MODIFY SETTING min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1;
