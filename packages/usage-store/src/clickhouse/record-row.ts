import {
  decodeCostLine,
  type Amount,
  type CallType,
  type CaptureLevel,
  type CostState,
  type RecordKey,
  type RecordState,
  type RecordType,
  type Source,
  type UsageRecord,
} from '@tokentrail/records';
import type { Row } from './query.ts';

/** A running record counts as lost if its newest version is older than this, ms. */
const LOST_AFTER_MS = 90_000;

/** `ver` is rank × 2^56 + unix milliseconds of the version. */
const VERSION_UNIX_MS = 'bitAnd(ver, 72057594037927935)';

const RUNNING = "state IN ('pending', 'streaming')";

/** SQL condition for running records, including lost ones. */
export const IS_RUNNING = RUNNING;

/** The SELECT list over `usage_records` that `recordOf` reads. Integers that may exceed 2^53 are text. */
export const RECORD_COLUMNS = [
  'toString(toUnixTimestamp64Nano(start_time)) AS start_unix_nano',
  'trace_id',
  'span_id',
  'sender',
  'record_type',
  `if(${RUNNING} AND toUnixTimestamp64Milli(now64(3)) - toInt64(${VERSION_UNIX_MS}) >= ${LOST_AFTER_MS}, 'lost', state) AS state_now`,
  'call_type',
  'source',
  'api_format',
  'event_name',
  'service_name',
  'method',
  'endpoint',
  'status_code',
  'stream',
  'duration_ns',
  'time_to_first_chunk_ns',
  'operation',
  'provider',
  'request_model',
  'target_model',
  'response_model',
  'response_id',
  'finish_reasons',
  'served_service_tier',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  ...['cost_list', 'cost_paid', 'cost_charged', 'amount_nano_usd', 'balance_after_nano_usd'].map(
    (column) => `toString(${column}) AS ${column}_text`,
  ),
  'cost_list_state',
  'cost_paid_state',
  'cost_charged_state',
  'cost_lines',
  'cost_formula',
  'price_source',
  'price_version',
  'price_entry',
  'price_tier',
  'repriced_by',
  'repriced_reason',
  'user_id',
  'session_id',
  'client_address',
  'user_agent',
  'key_name',
  'key_preview',
  '`group`',
  'request_id',
  'capture_level',
  'error_type',
  'error_code',
  'error_message',
  'attempts_count',
  'attempts_retried',
  'attempts_fell_back',
].join(', ');

/** The key of a row that has `start_unix_nano`. */
export function keyOfRow(row: Row): Required<RecordKey> {
  return {
    startUnixNano: String(row['start_unix_nano']),
    traceId: String(row['trace_id']),
    spanId: String(row['span_id']),
    sender: String(row['sender']),
  };
}

/** Builds the record from a row of `RECORD_COLUMNS`. Empty text in the store means "not reported" and becomes null. */
export function recordOf(row: Row): UsageRecord {
  return {
    ...keyOfRow(row),
    recordType: String(row['record_type']) as RecordType,
    state: String(row['state_now']) as RecordState | 'lost',
    callType: text(row['call_type']) as CallType | null,
    source: text(row['source']) as Source | null,
    apiFormat: text(row['api_format']),
    eventName: text(row['event_name']),
    serviceName: text(row['service_name']) ?? '',
    method: text(row['method']),
    endpoint: text(row['endpoint']),
    statusCode: number(row['status_code']),
    stream: flag(row['stream']),
    durationMs: milliseconds(row['duration_ns']),
    timeToFirstChunkMs: milliseconds(row['time_to_first_chunk_ns']),
    operation: text(row['operation']),
    provider: text(row['provider']),
    requestModel: text(row['request_model']),
    targetModel: text(row['target_model']),
    responseModel: text(row['response_model']),
    responseId: text(row['response_id']),
    finishReasons: texts(row['finish_reasons']),
    servedServiceTier: text(row['served_service_tier']),
    inputTokens: number(row['input_tokens']),
    outputTokens: number(row['output_tokens']),
    cacheReadTokens: number(row['cache_read_tokens']),
    cacheWriteTokens: number(row['cache_write_tokens']),
    reasoningTokens: number(row['reasoning_tokens']),
    cost: { list: amount(row, 'cost_list'), paid: amount(row, 'cost_paid'), charged: amount(row, 'cost_charged') },
    costLines: texts(row['cost_lines'])
      .map(decodeCostLine)
      .filter((line) => line !== null),
    costFormula: text(row['cost_formula']),
    priceSource: text(row['price_source']),
    priceVersion: text(row['price_version']),
    priceEntry: text(row['price_entry']),
    priceTier: text(row['price_tier']),
    repricedBy: text(row['repriced_by']),
    repricedReason: text(row['repriced_reason']),
    userId: text(row['user_id']),
    sessionId: text(row['session_id']),
    clientAddress: text(row['client_address']),
    userAgent: text(row['user_agent']),
    keyName: text(row['key_name']),
    keyPreview: text(row['key_preview']),
    group: text(row['group']),
    requestId: text(row['request_id']),
    captureLevel: text(row['capture_level']) as CaptureLevel | null,
    errorType: text(row['error_type']),
    errorCode: text(row['error_code']),
    errorMessage: text(row['error_message']),
    attemptsCount: number(row['attempts_count']),
    attemptsRetried: flag(row['attempts_retried']),
    attemptsFellBack: flag(row['attempts_fell_back']),
    amountNanoUsd: text(row['amount_nano_usd_text']),
    balanceAfterNanoUsd: text(row['balance_after_nano_usd_text']),
  };
}

function amount(row: Row, column: string): Amount {
  return { nanoUsd: text(row[`${column}_text`]), state: text(row[`${column}_state`]) as CostState | null };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function milliseconds(nanoseconds: unknown): number | null {
  const value = number(nanoseconds);
  return value === null ? null : value / 1e6;
}

function flag(value: unknown): boolean {
  return value === true || value === 1;
}
