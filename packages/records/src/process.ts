import {
  UNIQUE,
  hidden,
  instant,
  integer,
  optionalFlag,
  other,
  text,
  texts,
  time,
  word,
  type FieldDefinition,
} from './fields/field.ts';
import { RECEIVED_AT_SQL, SENDER_SQL } from './fields/identity.ts';
import type { CaptureLevel } from './vocabulary.ts';

/** Schema version that added the table `processes`. */
export const PROCESSES_SINCE = 6;

/** Whether the operator's price file is in use; `unusable`: it could not be read yet. */
export const PRICE_FILE_STATES = ['none', 'used', 'unusable'] as const;
export type PriceFileState = (typeof PRICE_FILE_STATES)[number];

const BYTES = ['0', 'max_bytes'] as const;
const COUNT = ['0', 'max_count'] as const;

/**
 * Every column of the ledger's table `processes`, in the order of the table, by the name of its field in
 * `ProcessRecord`. This table is the only source of the SQL, of the reader of rows, of the sample of the tests and of
 * docs/fields.md.
 */
export const PROCESS_FIELDS = {
  startedAtMs: instant({
    column: 'started_at',
    sql: "fromUnixTimestamp64Milli(if(has_process_start, assumeNotNull(process_start_ms), reported_ms), 'UTC')",
    unreadable: 'NOT has_process_start',
    description: 'start of the process; an implausible one is replaced by the time of the report',
    sample: 1763820000000,
  }),
  sender: word({
    column: 'sender',
    type: 'String CODEC(ZSTD(1))',
    sql: SENDER_SQL,
    description: 'the process, as in the records that it sends',
    sample: 'gateway-1',
  }),
  reportedAtMs: instant({
    column: 'reported_at',
    sql: "fromUnixTimestamp64Milli(reported_ms, 'UTC')",
    unreadable: 'NOT has_start',
    description: 'time of the report; the newest report of a process is its row',
    sample: 1763820730000,
  }),
  receivedAtMs: time({
    column: 'received_at',
    type: "DateTime64(3, 'UTC')",
    sql: RECEIVED_AT_SQL,
    description: 'when the store received the report; no sender can set it',
    sample: 1763820732000,
  }),
  serviceName: word({ column: 'service_name', attribute: 'serviceName', sql: 'ServiceName', sample: 'gateway' }),
  serviceNamespace: text({ column: 'service_namespace', attribute: 'serviceNamespace', sample: 'shop' }),
  serviceVersion: text({ column: 'service_version', attribute: 'serviceVersion', sample: '1.2.3' }),
  serviceInstanceId: hidden(
    text({
      column: 'service_instance_id',
      attribute: 'serviceInstanceId',
      type: UNIQUE,
      sample: 'gateway-1',
    }),
  ),
  deploymentEnvironment: text({
    column: 'deployment_environment',
    attribute: 'deploymentEnvironment',
    sample: 'production',
  }),
  host: text({ column: 'host', type: UNIQUE, attribute: 'processHost', sample: 'api-7d9f8b6c5-x2x4z' }),
  packageVersion: text({ column: 'package_version', attribute: 'processPackageVersion', sample: '0.1.0' }),
  runtimeName: text({ column: 'runtime_name', attribute: 'processRuntimeName', sample: 'nodejs' }),
  runtimeVersion: text({ column: 'runtime_version', attribute: 'processRuntimeVersion', sample: '24.11.1' }),
  sdks: texts({ column: 'sdks', attribute: 'processSdks', sample: ['@anthropic-ai/sdk@1.4.0', 'openai@7.1.0'] }),
  unsupportedSdks: texts({
    column: 'unsupported_sdks',
    attribute: 'processUnsupportedSdks',
    sample: ['openai@5.23.2'],
  }),
  captureLevel: text<CaptureLevel>({
    column: 'capture_level',
    attribute: 'processCaptureLevel',
    sample: 'headers',
  }),
  highestCapture: text<CaptureLevel>({
    column: 'highest_capture',
    attribute: 'processHighestCapture',
    sample: 'full',
  }),
  maxBodyBytes: integer({
    column: 'max_body_bytes',
    attribute: 'processMaxBodyBytes',
    bounds: BYTES,
    sample: 1048576,
  }),
  redactedHeaders: integer({
    column: 'redacted_headers',
    attribute: 'processRedactedHeaders',
    bounds: COUNT,
    sample: 2,
  }),
  privacy: optionalFlag({ column: 'privacy', attribute: 'processPrivacy', sample: true }),
  runningRecords: optionalFlag({ column: 'running_records', attribute: 'processRunningRecords', sample: false }),
  priceVersion: text({
    column: 'price_version',
    attribute: 'processPriceVersion',
    sample: '2026-11+snapshot-10340ea4361b',
  }),
  priceDate: text({ column: 'price_date', attribute: 'processPriceDate', sample: '2026-11-30' }),
  priceFile: text<PriceFileState>({ column: 'price_file', attribute: 'processPriceFile', sample: 'used' }),
  spool: optionalFlag({ column: 'spool', attribute: 'processSpool', sample: true }),
  spoolMaxBytes: integer({
    column: 'spool_max_bytes',
    attribute: 'processSpoolMaxBytes',
    bounds: BYTES,
    sample: 536870912,
  }),
  spoolBytes: integer({ column: 'spool_bytes', attribute: 'processSpoolBytes', bounds: BYTES, sample: 4096 }),
  spoolSegments: integer({ column: 'spool_segments', attribute: 'processSpoolSegments', bounds: COUNT, sample: 3 }),
  droppedRecords: integer({
    column: 'dropped_records',
    attribute: 'processDroppedRecords',
    bounds: COUNT,
    sample: 7,
  }),
  unreadable: other({
    column: 'unreadable',
    type: 'Array(LowCardinality(String))',
    description: 'columns whose value arrived but could not be read',
  }),
} as const satisfies Record<string, FieldDefinition>;

type ProcessFields = typeof PROCESS_FIELDS;
export type ProcessFieldKey = keyof ProcessFields;

export const PROCESS_FIELD_KEYS = Object.keys(PROCESS_FIELDS) as ProcessFieldKey[];

/** Keys of the fields that a `ProcessRecord` has. */
export type ProcessRecordKey = {
  [K in ProcessFieldKey]: ProcessFields[K] extends { hidden: true } ? never : K;
}[ProcessFieldKey];

/** In the order of the table. */
export const PROCESS_RECORD_KEYS = PROCESS_FIELD_KEYS.filter(
  (key) => !('hidden' in PROCESS_FIELDS[key]),
) as ProcessRecordKey[];

/**
 * What one process is configured to do, as readers see its newest report. `null` means "not reported", never 0 or
 * false. `PROCESS_FIELDS` has the descriptions.
 */
export type ProcessRecord = { [K in ProcessRecordKey]: ProcessFields[K]['sample'] };
