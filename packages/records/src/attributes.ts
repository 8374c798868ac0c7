import { content, ledger, resource, type AttributeDefinition } from './attribute.ts';
import { PARAMETER_ATTRIBUTES } from './parameter-attributes.ts';
import { PROCESS_ATTRIBUTES } from './process-attributes.ts';

export type { AttributeDefinition, AttributeShape, AttributeStore, AttributeType } from './attribute.ts';

/**
 * The version of the GenAI semantic conventions whose `gen_ai.*` names are used. They are copied from
 * open-telemetry/semantic-conventions-genai, because the npm package stopped at the names before the conventions moved to
 * that repository.
 */
export const GEN_AI_SCHEMA_URL = 'https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev';

/**
 * Every attribute that a record may have, and the furthest store it may reach. This table is the only source of the
 * collector's allow-list for the ledger, of the ClickHouse columns and of docs/attributes.md.
 */
export const ATTRIBUTES = {
  // Every record
  recordType: ledger(
    'tokentrail.record.type',
    'string',
    'usage, request, system, manage, topup, refund or login; process for a process record',
    'word',
  ),
  state: ledger('tokentrail.record.state', 'string', 'pending, streaming, success, failed or cancelled', 'word'),
  versionUnixMs: ledger(
    'tokentrail.record.version_unix_ms',
    'int',
    'creation time of this version of the record, unix ms',
  ),
  callType: ledger(
    'tokentrail.call.type',
    'string',
    'derived from the operation unless the app sets it: chat, embeddings, image, …',
    'word',
  ),
  source: ledger('tokentrail.source', 'string', 'api_key, playground, batch or internal', 'word'),
  apiFormat: ledger(
    'tokentrail.api.format',
    'string',
    'wire format of the caller: openai.chat, openai.responses, …',
    'identifier',
  ),
  keyName: ledger('tokentrail.key.name', 'string', "the name of the caller's key"),
  keyPreview: ledger(
    'tokentrail.key.preview',
    'string',
    "public prefix and last four characters of the caller's key, or ***",
  ),
  group: ledger('tokentrail.group', 'string', "the caller's group"),
  requestId: ledger('tokentrail.request.id', 'string', 'the id given to the caller', 'identifier'),
  tags: ledger('tokentrail.tags', 'string', "the app's own dimensions, such as cost centre or feature", 'map'),
  captureLevel: ledger('tokentrail.capture.level', 'string', 'basic, headers or full', 'word'),
  errorCode: ledger('tokentrail.error.code', 'string', "the provider's error code, an identifier", 'identifier'),
  errorMessage: ledger('tokentrail.error.message', 'string', 'our sentence for the error code', 'sentence'),
  errorOrigin: ledger(
    'tokentrail.error.origin',
    'string',
    'who caused the error: client, gateway, provider or network',
    'word',
  ),
  eventName: ledger(
    'tokentrail.event.name',
    'string',
    'kind of event, for records that are events: an identifier',
    'identifier',
  ),
  amountNanoUsd: ledger('tokentrail.amount.nano_usd', 'int', 'amount of a top-up or refund; never part of cost totals'),
  balanceAfterNanoUsd: ledger('tokentrail.balance.after_nano_usd', 'int', 'balance after a top-up or refund'),

  // The call
  operation: ledger('gen_ai.operation.name', 'string', 'chat, embeddings, …', 'identifier'),
  provider: ledger('gen_ai.provider.name', 'string', 'the provider that responded', 'identifier'),
  requestModel: ledger('gen_ai.request.model', 'string', 'the model that the caller requested'),
  targetModel: ledger('tokentrail.target_model', 'string', 'the model requested from the provider'),
  responseModel: ledger('gen_ai.response.model', 'string', 'the model that responded, as the provider reports it'),
  responseId: ledger('gen_ai.response.id', 'string', "the provider's id of the response", 'identifier'),
  finishReasons: ledger('gen_ai.response.finish_reasons', 'string[]', 'why each choice ended', 'identifiers'),
  stream: ledger('gen_ai.request.stream', 'boolean', 'set only if the response is streamed'),
  ...PARAMETER_ATTRIBUTES,
  outputType: ledger('gen_ai.output.type', 'string', 'text, json, image or speech', 'word'),
  conversationId: ledger('gen_ai.conversation.id', 'string', 'set only if the caller gave one'),
  requestedServiceTier: ledger('openai.request.service_tier', 'string', 'the requested tier', 'identifier'),
  servedServiceTier: ledger('openai.response.service_tier', 'string', 'the tier that served', 'identifier'),

  // Usage: a number the provider did not report is absent, not 0
  inputTokens: ledger('gen_ai.usage.input_tokens', 'int', 'includes cached'),
  outputTokens: ledger('gen_ai.usage.output_tokens', 'int', 'includes reasoning'),
  cacheReadTokens: ledger('gen_ai.usage.cache_read.input_tokens', 'int', 'subset of input'),
  cacheWriteTokens: ledger('gen_ai.usage.cache_write.input_tokens', 'int', 'subset of input'),
  reasoningTokens: ledger('gen_ai.usage.reasoning.output_tokens', 'int', 'subset of output'),
  audioInputTokens: ledger('gen_ai.usage.audio.input_tokens', 'int', 'subset of input'),
  audioOutputTokens: ledger('gen_ai.usage.audio.output_tokens', 'int', 'subset of output'),
  usageUnread: ledger(
    'tokentrail.usage.unread',
    'string[]',
    'counts of the usage that may cost something and were not understood, by name: the cost is unknown',
    'identifiers',
  ),
  timeToFirstChunk: ledger('gen_ai.response.time_to_first_chunk', 'double', 'seconds from the start of the call'),

  // The caller's side
  method: ledger('http.request.method', 'string', 'HTTP method', 'identifier'),
  route: ledger(
    'http.route',
    'string',
    'route template of an inbound request; an SDK call of a plain app has none',
    'path',
  ),
  path: ledger('url.path', 'string', 'path without the query', 'path'),
  statusCode: ledger('http.response.status_code', 'int', 'HTTP status that the caller received'),
  errorType: ledger('error.type', 'string', 'class of error, low cardinality', 'identifier'),
  userId: ledger('user.id', 'string', 'the user who made the call'),
  sessionId: ledger('session.id', 'string', 'the session of the caller'),
  clientAddress: ledger('client.address', 'string', 'set only if recording of addresses is on', 'identifier'),
  userAgent: ledger('user_agent.original', 'string', "the caller's user agent"),
  serverAddress: ledger('server.address', 'string', 'host that the call was sent to', 'identifier'),
  serverPort: ledger('server.port', 'int', 'port that the call was sent to'),

  // Money: integers of nano-USD, absent in the unknown states
  costList: ledger('tokentrail.cost.list', 'int', 'public price of the usage, nano-USD'),
  costListState: ledger(
    'tokentrail.cost.list.state',
    'string',
    'priced, not_billed, free, unknown_price, unknown_usage',
    'word',
  ),
  costPaid: ledger('tokentrail.cost.paid', 'int', 'what the provider will invoice for all attempts, nano-USD'),
  costPaidState: ledger('tokentrail.cost.paid.state', 'string', 'as cost.list.state', 'word'),
  costCharged: ledger('tokentrail.cost.charged', 'int', 'what the caller is billed, nano-USD'),
  costChargedState: ledger('tokentrail.cost.charged.state', 'string', 'as cost.list.state', 'word'),
  costLines: ledger(
    'tokentrail.cost.lines',
    'string[]',
    'one JSON object per cost line, exact decimals as strings',
    'costLines',
  ),
  costFormula: ledger('tokentrail.cost.formula', 'string', 'plain text that evaluates to the charge', 'formula'),
  priceSource: ledger('tokentrail.price.source', 'string', 'snapshot, operator or provider', 'word'),
  priceVersion: ledger('tokentrail.price.version', 'string', 'version of the price book', 'identifier'),
  priceEntry: ledger('tokentrail.price.entry', 'string', 'content address of the price entry used', 'identifier'),
  priceTier: ledger('tokentrail.price.tier', 'string', 'label of the price row that applied'),
  priceContent: ledger(
    'tokentrail.price.content',
    'string',
    'canonical JSON of a price entry, whose sha256 is `tokentrail.price.entry`; on its own span, which is not a record',
    'priceEntry',
  ),

  // Routing
  attempts: ledger(
    'tokentrail.attempts',
    'string[]',
    'one JSON object per upstream attempt (type Attempt)',
    'attempts',
  ),
  attemptsCount: ledger(
    'tokentrail.attempts.count',
    'int',
    'number of sent attempts; skipped candidates are not counted',
  ),
  attemptsRetried: ledger(
    'tokentrail.attempts.retried',
    'boolean',
    'whether the same part of the response took more than one attempt at one provider',
  ),
  attemptsChangedKey: ledger(
    'tokentrail.attempts.changed_key',
    'boolean',
    'whether a retry at one provider used another key; such a call is also retried',
  ),
  attemptsFellBack: ledger(
    'tokentrail.attempts.fell_back',
    'boolean',
    'whether attempts went to more than one provider',
  ),

  // Content: only at level headers or full, only in the traces store
  inputMessages: content('gen_ai.input.messages', 'string', 'JSON of the messages sent'),
  outputMessages: content('gen_ai.output.messages', 'string', 'JSON of the messages received'),
  systemInstructions: content('gen_ai.system_instructions', 'string', 'JSON of the system instructions'),
  clientRequestHeaders: content(
    'tokentrail.client.request.headers',
    'string',
    "JSON: caller's request headers, redacted",
  ),
  clientRequestBody: content('tokentrail.client.request.body', 'string', "caller's request body"),
  clientResponseHeaders: content('tokentrail.client.response.headers', 'string', 'JSON: headers the caller received'),
  clientResponseBody: content('tokentrail.client.response.body', 'string', 'body the caller received'),
  providerRequestHeaders: content(
    'tokentrail.provider.request.headers',
    'string',
    'JSON: headers sent upstream, redacted',
  ),
  providerRequestBody: content('tokentrail.provider.request.body', 'string', 'body sent upstream'),
  providerResponseHeaders: content('tokentrail.provider.response.headers', 'string', "JSON: provider's headers"),
  providerResponseBody: content('tokentrail.provider.response.body', 'string', "provider's body"),
  attemptErrorBodies: content(
    'tokentrail.attempts.error_bodies',
    'string[]',
    'JSON: index and error body of a failed attempt',
  ),
  metadata: content('tokentrail.metadata', 'string', "JSON of the app's own metadata, at most 16 KiB"),
  errorDetails: content('tokentrail.error.details', 'string', "the provider's error text"),

  ...PROCESS_ATTRIBUTES,

  // Resource
  serviceName: resource('service.name', 'the service that made the call'),
  serviceNamespace: resource('service.namespace', 'its namespace'),
  serviceVersion: resource('service.version', 'its version'),
  serviceInstanceId: resource('service.instance.id', 'one process of the service'),
  deploymentEnvironment: resource('deployment.environment.name', 'production, staging, …'),
} as const satisfies Record<string, AttributeDefinition>;

export type AttributeKey = keyof typeof ATTRIBUTES;

/** Attributes that the ledger's pipeline keeps on a span or a resource; it drops all others. */
export function ledgerKeys(on: AttributeDefinition['on']): AttributeKey[] {
  const keys = Object.keys(ATTRIBUTES) as AttributeKey[];
  return keys.filter((key) => ATTRIBUTES[key].on === on && ATTRIBUTES[key].store === 'ledger');
}

/** Names of `ledgerKeys`. */
export function ledgerNames(on: AttributeDefinition['on']): string[] {
  return ledgerKeys(on).map((key) => ATTRIBUTES[key].name);
}
