/**
 * Version of the ledger's schema that this code writes and reads: that of its newest change. Version 9 added the column
 * `attempts_changed_key` and the table `settings`. It is a number of its own, so that a page that reads the version does not
 * load the tables of all columns.
 */
export const LEDGER_SCHEMA_VERSION = 9;
