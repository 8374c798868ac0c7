import { randomBytes } from 'node:crypto';
import { encodeAttempt } from '@tokentrail/records';
import {
  encodeBatch,
  encodeSpan,
  SPAN_KIND,
  type BatchHead,
  type SpanData,
} from '../../instrumentation/src/export/otlp/span-encoder.ts';

/** Records of one request, as many as the instrumentation usually sends at once. */
export const RECORDS_PER_REQUEST = 200;

const HEAD: BatchHead = {
  resource: {
    'service.name': 'support-bot',
    'service.version': '4.11.0',
    'service.instance.id': '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    'deployment.environment.name': 'production',
  },
  scope: { name: '@tokentrail/instrumentation', version: '0.1.0' },
};

const MODEL = 'gpt-4o-mini-2024-07-18';
const PRICE_ENTRY = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const ATTEMPT = encodeAttempt({
  index: 0,
  retry: 0,
  state: 'success',
  provider: 'openai',
  endpoint: '/v1/chat/completions',
  server: 'api.openai.com',
  model: 'gpt-4o-mini',
  statusCode: 200,
  offsetMs: 0.4,
  durationMs: 812.5,
  keyPreview: 'sk-proj-...wxyz',
  usage: { inputTokens: 1200, outputTokens: 119, cacheReadTokens: 1024 },
  paidNanoUsd: '174600',
  billed: 'yes',
  requestId: 'req_011CQnVJmMfiWrNNX1WSWRzY',
  responseModel: MODEL,
  priceSource: 'snapshot',
  priceEntry: PRICE_ENTRY,
  priceTier: 'default',
});

const COST_LINES = ['input', 'cache_read', 'output'].map((meter) =>
  JSON.stringify({
    meter,
    quantity: '176',
    unitPrice: '0.15',
    per: 1_000_000,
    currency: 'USD',
    amountUsd: '0.0000264',
  }),
);

/** The 35 attributes of an ended call without content. */
function attributesOf(index: number, now: number): SpanData['attributes'] {
  return [
    ['recordType', 'usage'],
    ['state', 'success'],
    ['versionUnixMs', now],
    ['captureLevel', 'basic'],
    ['source', 'api_key'],
    ['userId', `user-${index % 50}`],
    ['sessionId', randomBytes(16).toString('hex')],
    ['userAgent', 'OpenAI/JS 6.49.0'],
    ['requestId', `req_${randomBytes(16).toString('hex')}`],
    ['method', 'POST'],
    ['path', '/v1/chat/completions'],
    ['serverAddress', 'api.openai.com'],
    ['statusCode', 200],
    ['keyPreview', 'sk-proj-...wxyz'],
    ['callType', 'chat'],
    ['operation', 'chat'],
    ['apiFormat', 'openai.chat'],
    ['provider', 'openai'],
    ['requestModel', 'gpt-4o-mini'],
    ['responseModel', MODEL],
    ['responseId', `chatcmpl-${randomBytes(15).toString('hex')}`],
    ['finishReasons', ['stop']],
    ['maxTokens', 1024],
    ['temperature', 0.2],
    ['inputTokens', 1200],
    ['outputTokens', 119],
    ['cacheReadTokens', 1024],
    ['costPaid', 174_600n],
    ['costPaidState', 'priced'],
    ['costLines', COST_LINES],
    ['priceSource', 'snapshot'],
    ['priceEntry', PRICE_ENTRY],
    ['attempts', [ATTEMPT]],
    ['attemptsCount', 1],
    ['attemptsRetried', false],
  ];
}

/** Text as a model writes it, in a request body. */
const SENTENCE =
  'The task asks for a risk-aware summary of key_metrics; see https://example.com/a?page=2 (150 words). ';

/**
 * One OTLP request as the instrumentation encodes it.
 * @param bodyBytes adds a request body of this length to each record, as at capture level `full`; 0 adds none.
 */
export function requestOf(records: number, bodyBytes: number): Uint8Array {
  const now = Date.now();
  const body = JSON.stringify({ messages: [{ content: SENTENCE.repeat(Math.ceil(bodyBytes / SENTENCE.length)) }] });
  const spans = Array.from({ length: records }, (_, index) => {
    const attributes = attributesOf(index, now);
    return encodeSpan({
      traceId: randomBytes(16).toString('hex'),
      spanId: randomBytes(8).toString('hex'),
      name: 'chat gpt-4o-mini',
      kind: SPAN_KIND.client,
      startTime: now - 813,
      endTime: now,
      failed: false,
      attributes: bodyBytes === 0 ? attributes : [...attributes, ['clientRequestBody', body]],
    });
  });
  return encodeBatch(HEAD, spans);
}
