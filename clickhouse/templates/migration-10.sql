-- Attempts expire with their record, and a group may have days of its own. Older attempts have no group.
ALTER TABLE tokentrail_ledger.record_attempts
    ADD COLUMN IF NOT EXISTS `group` LowCardinality(String);
