/**
 * Names of the metrics and labels as the collector's Prometheus exporter writes those of the instrumentation. This is the only
 * place of the history that names them.
 */
export const METRICS = {
  duration: 'gen_ai_client_operation_duration_seconds',
  firstChunk: 'gen_ai_client_operation_time_to_first_chunk_seconds',
  tokens: 'gen_ai_client_token_usage',
  calls: 'tokentrail_calls_total',
  attempts: 'tokentrail_attempts_total',
  requests: 'tokentrail_requests_total',
  paid: 'tokentrail_cost_paid_total',
  charged: 'tokentrail_cost_charged_total',
  unknownCost: 'tokentrail_cost_unknown_total',
  tokensByModel: 'tokentrail_tokens_total',
  truncated: 'tokentrail_calls_truncated_total',
} as const;

/** Labels of the published metrics, as the GenAI conventions name them. */
export const CONVENTION_LABELS = {
  operation: 'gen_ai_operation_name',
  provider: 'gen_ai_provider_name',
  requestModel: 'gen_ai_request_model',
  responseModel: 'gen_ai_response_model',
  server: 'server_address',
  errorType: 'error_type',
  tokenType: 'gen_ai_token_type',
} as const;

/** Labels of our own metrics. */
export const OWN_LABELS = {
  state: 'state',
  provider: 'provider',
  model: 'model',
  group: 'group',
  keyName: 'key_name',
  month: 'month',
  type: 'type',
} as const;

/** Boundaries that the conventions recommend: seconds, and tokens. */
export const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
export const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
