-- The table processes is created above. An older ledger stored process records of newer senders as records.
ALTER TABLE tokentrail_ledger.usage_records
    DELETE WHERE record_type = 'process'
    SETTINGS mutations_sync = 1;
