import { ANY_PROCESS, type CallType, type RecordState, type RecordType, type Source } from '../vocabulary.ts';
import { detail, other, startTime, state, text, time, word } from './field.ts';

const KEY_TEXT = 'String CODEC(ZSTD(1))';

/** The process that sent a span, or its service. */
export const SENDER_SQL =
  "coalesce(nullIf(ResourceAttributes['service.instance.id'], ''), nullIf(ServiceName, ''), '-')";
/** The same for a record. `is_of_any_process`: see `clickhouse/templates/any-process.sql`. */
const RECORD_SENDER_SQL = `if(is_of_any_process, '${ANY_PROCESS}', ${SENDER_SQL})`;
/** When the store received a span. */
export const RECEIVED_AT_SQL = "fromUnixTimestamp64Milli(arrival_ms, 'UTC')";

/** Key, version, type and sender of a record. */
export const IDENTITY = {
  startUnixNano: startTime({
    column: 'start_time',
    sql: 'known_start',
    unreadable: 'NOT has_start',
    description: 'start; an implausible one is replaced (see clickhouse/README.md)',
    sample: '1763820730412123456',
    shown: { name: 'start_unix_nano', label: 'Start (ns)' },
  }),
  traceId: word({
    column: 'trace_id',
    type: KEY_TEXT,
    sql: 'TraceId',
    description: '32 hex digits',
    sample: 'f'.repeat(32),
    shown: { name: 'trace_id', label: 'Trace' },
  }),
  spanId: word({
    column: 'span_id',
    type: KEY_TEXT,
    sql: 'SpanId',
    description: '16 hex digits',
    sample: 'e'.repeat(16),
    shown: { name: 'span_id', label: 'Span' },
  }),
  sender: word({
    column: 'sender',
    type: "LowCardinality(String) DEFAULT coalesce(service_instance_id, nullIf(service_name, ''), '-')",
    sql: RECORD_SENDER_SQL,
    description: 'the process that sent the record, or its service; any for a background response',
    since: 2,
    sample: 'gateway-1',
    shown: { name: 'sender', label: 'Sender' },
  }),
  ver: other({
    column: 'ver',
    type: 'UInt64 CODEC(ZSTD(1))',
    sql: 'bitShiftLeft(toUInt64(rank), 56) + toUInt64(ver_ms)',
    unreadable: "SpanAttributes['tokentrail.record.version_unix_ms'] != '' AND NOT has_version",
    description: 'rank of the version × 2^56 + its time, unix ms; the highest one is the record',
  }),
  receivedAtMs: time({
    column: 'received_at',
    sql: RECEIVED_AT_SQL,
    description: 'when the store received this version of the record; no sender can set it',
    sample: 1763820732000,
    shown: { name: 'received_at', label: 'Received' },
    since: 4,
  }),
  recordType: word<RecordType>({
    column: 'record_type',
    attribute: 'recordType',
    description: 'usage, request, system, manage, topup, refund or login',
    sample: 'usage',
    shown: { name: 'record_type', label: 'Record type' },
  }),
  state: state<RecordState | 'lost'>({
    column: 'state',
    attribute: 'state',
    sample: 'failed',
    shown: { name: 'state', label: 'State' },
  }),
  callType: text<CallType>({
    column: 'call_type',
    attribute: 'callType',
    sample: 'chat',
    shown: { name: 'call_type', label: 'Call type' },
  }),
  source: text<Source>({ column: 'source', attribute: 'source', sample: 'api_key' }),
  apiFormat: text({ column: 'api_format', attribute: 'apiFormat', sample: 'openai.chat' }),
  eventName: text({
    column: 'event_name',
    attribute: 'eventName',
    sample: 'key.created',
    shown: { name: 'event_name', label: 'Event' },
  }),
  serviceName: word({
    column: 'service_name',
    attribute: 'serviceName',
    sql: 'ServiceName',
    sample: 'gateway',
    shown: { name: 'service_name', label: 'Service' },
  }),
  serviceNamespace: detail(text({ column: 'service_namespace', attribute: 'serviceNamespace', sample: 'shop' })),
  serviceVersion: detail(text({ column: 'service_version', attribute: 'serviceVersion', sample: '1.2.3' })),
  serviceInstanceId: detail(
    text({
      column: 'service_instance_id',
      attribute: 'serviceInstanceId',
      sample: 'gateway-1',
    }),
  ),
  deploymentEnvironment: text({
    column: 'deployment_environment',
    attribute: 'deploymentEnvironment',
    sample: 'production',
  }),
} as const;
