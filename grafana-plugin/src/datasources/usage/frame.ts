import { createDataFrame, FieldType, type DataFrame, type FieldConfig } from '@grafana/data';
import type { CostState, RecordState, RecordType, UsageRecord } from '@tokentrail/records';
import { unixMs } from '../../format.ts';
import { totalTokens } from '../../record/record-view.ts';

interface Column {
  name: string;
  type: FieldType;
  config: FieldConfig;
  value: (record: UsageRecord) => string | number | boolean | null;
}

function text(name: string, displayName: string, value: (record: UsageRecord) => string | null): Column {
  return { name, type: FieldType.string, config: { displayName }, value };
}

function number(
  name: string,
  displayName: string,
  unit: string,
  value: (record: UsageRecord) => number | null,
): Column {
  return { name, type: FieldType.number, config: { displayName, unit }, value };
}

function flag(name: string, displayName: string, value: (record: UsageRecord) => boolean): Column {
  return { name, type: FieldType.boolean, config: { displayName }, value };
}

/** Columns of the data frame. They hold ledger values only, never content. */
const COLUMNS: readonly Column[] = [
  {
    name: 'time',
    type: FieldType.time,
    config: { displayName: 'Time' },
    value: (record) => unixMs(record.startUnixNano),
  },
  text('endpoint', 'Endpoint', (record) => record.endpoint),
  text('method', 'Method', (record) => record.method),
  number('status_code', 'Status', 'none', (record) => record.statusCode),
  text('request_model', 'Model', (record) => record.requestModel),
  number('input_tokens', 'Input tokens', 'short', (record) => record.inputTokens),
  number('output_tokens', 'Output tokens', 'short', (record) => record.outputTokens),
  number('total_tokens', 'Total tokens', 'short', totalTokens),
  number('duration', 'Duration', 'ms', (record) => record.durationMs),
  number('time_to_first_chunk', 'First chunk', 'ms', (record) => record.timeToFirstChunkMs),
  number('cost', 'Cost', 'currencyUSD', (record) => usd(record.cost.charged.nanoUsd)),
  text('cost_state', 'Cost state', (record) => record.cost.charged.state),
  text('user', 'User', (record) => record.userId),
  text('key_name', 'Key', (record) => record.keyName),
  text('key_preview', 'Key preview', (record) => record.keyPreview),
  text('error', 'Error', (record) => record.errorMessage),
  text('error_code', 'Error code', (record) => record.errorCode),
  text('error_type', 'Error type', (record) => record.errorType),
  text('state', 'State', (record) => record.state),
  text('provider', 'Provider', (record) => record.provider),
  text('response_model', 'Response model', (record) => record.responseModel),
  text('target_model', 'Target model', (record) => record.targetModel),
  text('operation', 'Operation', (record) => record.operation),
  text('group', 'Group', (record) => record.group),
  text('service_name', 'Service', (record) => record.serviceName),
  text('record_type', 'Record type', (record) => record.recordType),
  text('call_type', 'Call type', (record) => record.callType),
  text('event_name', 'Event', (record) => record.eventName),
  number('attempts_count', 'Attempts', 'none', (record) => record.attemptsCount),
  flag('attempts_retried', 'Retried', (record) => record.attemptsRetried),
  flag('attempts_fell_back', 'Fell back', (record) => record.attemptsFellBack),
  text('trace_id', 'Trace', (record) => record.traceId),
  text('span_id', 'Span', (record) => record.spanId),
  text('sender', 'Sender', (record) => record.sender),
  text('start_unix_nano', 'Start (ns)', (record) => record.startUnixNano),
];

export function frameOfRecords(refId: string, records: readonly UsageRecord[]): DataFrame {
  return createDataFrame({
    refId,
    name: 'usage',
    meta: { preferredVisualisationType: 'table' },
    fields: COLUMNS.map(({ name, type, config, value }) => ({ name, type, config, values: records.map(value) })),
  });
}

/**
 * Reads the records back from a data frame of `frameOfRecords`, without fields that have no column. Null for other
 * data frames.
 */
export function recordsOfFrame(frame: DataFrame): UsageRecord[] | null {
  const columns = new Map(frame.fields.map((field) => [field.name, field.values]));
  if (!['trace_id', 'span_id', 'start_unix_nano', 'record_type'].every((name) => columns.has(name))) {
    return null;
  }
  return Array.from({ length: frame.length }, (_, row) => recordOfRow((name) => columns.get(name)?.[row] as unknown));
}

function recordOfRow(cell: (name: string) => unknown): UsageRecord {
  const string = (name: string) => (typeof cell(name) === 'string' ? (cell(name) as string) : null);
  const numeric = (name: string) => (typeof cell(name) === 'number' ? (cell(name) as number) : null);
  return {
    ...FIELDS_WITHOUT_COLUMN,
    startUnixNano: string('start_unix_nano') ?? '0',
    traceId: string('trace_id') ?? '',
    spanId: string('span_id') ?? '',
    sender: string('sender') ?? '',
    recordType: (string('record_type') ?? 'usage') as RecordType,
    state: (string('state') ?? 'success') as RecordState | 'lost',
    callType: string('call_type') as UsageRecord['callType'],
    eventName: string('event_name'),
    serviceName: string('service_name') ?? '',
    method: string('method'),
    endpoint: string('endpoint'),
    statusCode: numeric('status_code'),
    stream: numeric('time_to_first_chunk') !== null,
    durationMs: numeric('duration'),
    timeToFirstChunkMs: numeric('time_to_first_chunk'),
    operation: string('operation'),
    provider: string('provider'),
    requestModel: string('request_model'),
    targetModel: string('target_model'),
    responseModel: string('response_model'),
    inputTokens: numeric('input_tokens'),
    outputTokens: numeric('output_tokens'),
    cost: {
      list: UNKNOWN_AMOUNT,
      paid: UNKNOWN_AMOUNT,
      charged: { nanoUsd: nano(numeric('cost')), state: string('cost_state') as CostState | null },
    },
    userId: string('user'),
    keyName: string('key_name'),
    keyPreview: string('key_preview'),
    group: string('group'),
    errorType: string('error_type'),
    errorCode: string('error_code'),
    errorMessage: string('error'),
    attemptsCount: numeric('attempts_count'),
    attemptsRetried: cell('attempts_retried') === true,
    attemptsFellBack: cell('attempts_fell_back') === true,
  };
}

const UNKNOWN_AMOUNT = { nanoUsd: null, state: null };

/** Values of the record fields that the data frame has no column for. */
const FIELDS_WITHOUT_COLUMN = {
  source: null,
  apiFormat: null,
  responseId: null,
  finishReasons: [],
  servedServiceTier: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  costLines: [],
  costFormula: null,
  priceSource: null,
  priceVersion: null,
  priceEntry: null,
  priceTier: null,
  repricedBy: null,
  repricedReason: null,
  sessionId: null,
  clientAddress: null,
  userAgent: null,
  requestId: null,
  captureLevel: null,
  amountNanoUsd: null,
  balanceAfterNanoUsd: null,
};

function usd(nanoUsd: string | null): number | null {
  return nanoUsd === null ? null : Number(nanoUsd) / 1e9;
}

function nano(amount: number | null): string | null {
  return amount === null || !Number.isFinite(amount) ? null : BigInt(Math.round(amount * 1e9)).toString();
}
