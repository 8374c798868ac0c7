/**
 * Version of the ledger's schema that this code writes and reads: that of its newest change. Version 10 added the column `group`
 * of `record_attempts`. It is a number of its own, so that a page that reads the version does not
 * load the tables of all columns.
 */
export const LEDGER_SCHEMA_VERSION = 10;
