import { UINT16, UNIQUE, detail, duration, flag, integer, text, texts } from './field.ts';

/** Endpoint, result, model and time of a call. */
export const CALL = {
  method: text({
    column: 'method',
    attribute: 'method',
    sample: 'POST',
    shown: { name: 'method', label: 'Method' },
  }),
  endpoint: text({
    column: 'endpoint',
    attribute: 'route',
    sql: "coalesce(nullIf(SpanAttributes['http.route'], ''), nullIf(SpanAttributes['url.path'], ''))",
    description: 'route template if there is one, otherwise the path',
    sample: '/v1/:path',
    shown: { name: 'endpoint', label: 'Endpoint' },
  }),
  path: detail(text({ column: 'path', type: UNIQUE, attribute: 'path', sample: '/v1/chat/completions' })),
  statusCode: integer({
    column: 'status_code',
    type: UINT16,
    attribute: 'statusCode',
    bounds: ['100', '599'],
    sample: 429,
    shown: { name: 'status_code', label: 'Status' },
  }),
  stream: flag({ column: 'stream', attribute: 'stream', sample: true }),
  durationMs: duration({
    column: 'duration_ns',
    sql: 'if(Duration <= max_duration_ns, Duration, NULL)',
    unreadable: 'duration_ns IS NULL',
    description: 'duration of the call for its caller',
    sample: 1234.56789,
    shown: { name: 'duration', label: 'Duration', unit: 'ms' },
  }),
  timeToFirstChunkMs: duration({
    column: 'time_to_first_chunk_ns',
    attribute: 'timeToFirstChunk',
    sql: "boundedInt(toString(accurateCastOrNull(round(toFloat64OrNull(SpanAttributes['gen_ai.response.time_to_first_chunk']) * 1e9), 'Int64')), 0, max_duration_ns)",
    description: 'time from the start of the call to the first chunk of its response',
    sample: 250,
    sent: 0.25,
    shown: { name: 'time_to_first_chunk', label: 'First chunk', unit: 'ms' },
  }),
  operation: text({
    column: 'operation',
    attribute: 'operation',
    sample: 'chat',
    shown: { name: 'operation', label: 'Operation' },
  }),
  provider: text({
    column: 'provider',
    attribute: 'provider',
    sample: 'openai',
    shown: { name: 'provider', label: 'Provider' },
  }),
  requestModel: text({
    column: 'request_model',
    attribute: 'requestModel',
    sample: 'best',
    shown: { name: 'request_model', label: 'Model' },
  }),
  targetModel: text({
    column: 'target_model',
    attribute: 'targetModel',
    sample: 'gpt-4o',
    shown: { name: 'target_model', label: 'Target model' },
  }),
  responseModel: text({
    column: 'response_model',
    attribute: 'responseModel',
    sample: 'gpt-4o-2024-08-06',
    shown: { name: 'response_model', label: 'Response model' },
  }),
  responseId: text({ column: 'response_id', type: UNIQUE, attribute: 'responseId', sample: 'chatcmpl-1' }),
  finishReasons: texts({ column: 'finish_reasons', attribute: 'finishReasons', sample: ['stop', 'length'] }),
  requestedServiceTier: detail(
    text({
      column: 'requested_service_tier',
      attribute: 'requestedServiceTier',
      sample: 'flex',
    }),
  ),
  servedServiceTier: text({ column: 'served_service_tier', attribute: 'servedServiceTier', sample: 'default' }),
  outputType: detail(text({ column: 'output_type', attribute: 'outputType', sample: 'json' })),
  conversationId: text({
    column: 'conversation_id',
    type: UNIQUE,
    attribute: 'conversationId',
    sample: 'conversation-1',
  }),
} as const;
