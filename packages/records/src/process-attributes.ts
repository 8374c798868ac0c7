import { ledger } from './attribute.ts';

/** The record type of a process record. It is not one of `RECORD_TYPES`: it never becomes a row of `usage_records`. */
export const PROCESS_RECORD_TYPE = 'process';

/**
 * What a process record states: what one process is configured to do, and how its records fare. Only the ledger stores
 * it, and every user can read it, so it has no secret, no path, no URL and no text that an app or a caller chose.
 */
export const PROCESS_ATTRIBUTES = {
  processStartUnixMs: ledger('tokentrail.process.start_unix_ms', 'int', 'start of the process, unix ms'),
  processHost: ledger(
    'tokentrail.process.host',
    'string',
    'name of the machine; not sent in privacy mode',
    'identifier',
  ),
  processPackageVersion: ledger(
    'tokentrail.process.package_version',
    'string',
    'version of the instrumentation',
    'identifier',
  ),
  processRuntimeName: ledger('tokentrail.process.runtime.name', 'string', 'nodejs', 'word'),
  processRuntimeVersion: ledger(
    'tokentrail.process.runtime.version',
    'string',
    'version of the runtime, such as 24.11.1',
    'identifier',
  ),
  processSdks: ledger(
    'tokentrail.process.sdks',
    'string[]',
    'the SDKs patched so far, as package@version, or as the package if only its client was given',
    'identifiers',
  ),
  processUnsupportedSdks: ledger(
    'tokentrail.process.unsupported_sdks',
    'string[]',
    'the SDKs found so far in a major version that is not patched, as package@version: their calls are not recorded',
    'identifiers',
  ),
  processCaptureLevel: ledger(
    'tokentrail.process.capture.level',
    'string',
    'basic, headers or full: what is recorded of a call that requests no other level',
    'word',
  ),
  processHighestCapture: ledger(
    'tokentrail.process.capture.highest',
    'string',
    'basic, headers or full: the highest level that code may request',
    'word',
  ),
  processMaxBodyBytes: ledger('tokentrail.process.max_body_bytes', 'int', 'limit of one body, bytes'),
  processRedactedHeaders: ledger(
    'tokentrail.process.redacted_headers',
    'int',
    'number of headers that are redacted in addition to those that always are; their names are not sent',
  ),
  processPrivacy: ledger('tokentrail.process.privacy', 'boolean', 'whether privacy mode is on'),
  processRunningRecords: ledger('tokentrail.process.running_records', 'boolean', 'whether running records are sent'),
  processPriceVersion: ledger(
    'tokentrail.process.prices.version',
    'string',
    'version of the price book in use',
    'identifier',
  ),
  processPriceDate: ledger(
    'tokentrail.process.prices.snapshot_date',
    'string',
    'UTC day on which the built-in public prices were compiled, such as 2026-11-30',
    'identifier',
  ),
  processPriceFile: ledger(
    'tokentrail.process.prices.file',
    'string',
    "the operator's price file: none, used, or unusable if it could not be read yet",
    'word',
  ),
  processSpool: ledger('tokentrail.process.spool', 'boolean', 'whether records wait on disk for the collector'),
  processSpoolMaxBytes: ledger('tokentrail.process.spool.max_bytes', 'int', 'limit of the spool on disk, bytes'),
  processSpoolBytes: ledger('tokentrail.process.spool.bytes', 'int', 'bytes waiting in the spool'),
  processSpoolSegments: ledger('tokentrail.process.spool.segments', 'int', 'files waiting in the spool'),
  processDroppedRecords: ledger(
    'tokentrail.process.dropped_records',
    'int',
    'records lost since the start: no room, rejected, damaged on disk, or too old',
  ),
} as const;

export type ProcessAttributeKey = keyof typeof PROCESS_ATTRIBUTES;
