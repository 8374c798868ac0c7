import { ATTRIBUTES, type Attempt, type AttributeKey, type CostLine, encodeAttempt } from '@tokentrail/records';

/** One span as the collector's exporter inserts it: a line of JSON with the non-empty ones of the 22 columns. */
export interface SpanRow {
  Timestamp: string;
  TraceId: string;
  SpanId: string;
  SpanName: string;
  ServiceName: string;
  ResourceAttributes: Record<string, string>;
  SpanAttributes: Record<string, string>;
  Duration: string;
}

export interface Call {
  /** Unique number, from which the ids are built. */
  number: number;
  /** Minutes since it started. */
  minutesAgo: number;
  durationMs: number;
  attributes: Partial<Record<AttributeKey, string | number | boolean>>;
  attempts?: Attempt[];
  costLines?: CostLine[];
}

const DAY_MINUTES = 24 * 60;
/** Calls of a day ago, by a client that none of the searches finds. */
const ORDINARY_CALLS = 30;

/** Spans of the calls below. The traces store gets them with content, the ledger without. */
export function spanRows(nowMs: number): { ledger: SpanRow[]; traces: SpanRow[] } {
  const calls = [retriedCall, failedCall, plainRequest, oldCall, ...ordinaryCalls()];
  const rows = calls.map((call) => spanRow(call, nowMs));
  return { ledger: rows.map(withoutContent), traces: rows };
}

const CONTENT_NAMES: readonly string[] = Object.values(ATTRIBUTES).flatMap(({ name, store }) =>
  store === 'traces' ? [name] : [],
);

/** A span as the ledger gets it. */
export function withoutContent(row: SpanRow): SpanRow {
  const kept = Object.entries(row.SpanAttributes).filter(([name]) => !CONTENT_NAMES.includes(name));
  return { ...row, SpanAttributes: Object.fromEntries(kept) };
}

/** Succeeded with the second attempt, which used another key. */
export const retriedCall: Call = {
  number: 1,
  minutesAgo: 5,
  durationMs: 2_410,
  attributes: {
    recordType: 'usage',
    state: 'success',
    callType: 'chat',
    source: 'api_key',
    apiFormat: 'openai.chat',
    operation: 'chat',
    method: 'POST',
    route: '/agents/1/invoke',
    statusCode: 200,
    provider: 'openai',
    requestModel: 'gpt-4o',
    responseModel: 'gpt-4o-2024-08-06',
    stream: true,
    inputTokens: 12_000,
    outputTokens: 738,
    cacheReadTokens: 8_000,
    timeToFirstChunk: 0.31,
    userId: 'u_81',
    keyName: 'checkout',
    keyPreview: 'sk-***9f3a',
    group: 'shop',
    requestId: 'req_8f31c2',
    captureLevel: 'full',
    costList: 27_380_000,
    costListState: 'priced',
    costPaid: 27_380_000,
    costPaidState: 'priced',
    costCharged: 21_904_000,
    costChargedState: 'priced',
    costFormula: '(4000 × 2.50 + 8000 × 1.25 + 738 × 10.00) / 1000000 × 0.8',
    priceSource: 'operator',
    priceVersion: '2026-11-03',
    attemptsCount: 2,
    attemptsRetried: true,
    attemptsChangedKey: true,
    inputMessages: JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'planted question' }] }]),
    outputMessages: JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: 'planted answer' }] }]),
    clientRequestBody: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'planted question' }] }),
  },
  costLines: [
    { meter: 'input', quantity: '4000', unitPrice: '2.50', per: 1_000_000, amountUsd: '0.01' },
    { meter: 'cache_read', quantity: '8000', unitPrice: '1.25', per: 1_000_000, amountUsd: '0.01' },
    { meter: 'output', quantity: '738', unitPrice: '10.00', per: 1_000_000, amountUsd: '0.00738' },
  ],
  attempts: [
    {
      index: 0,
      retry: 0,
      state: 'failed',
      provider: 'openai',
      endpoint: 'primary',
      statusCode: 429,
      errorType: 'rate_limit',
      errorCode: 'rate_limit_exceeded',
      offsetMs: 2,
      durationMs: 120,
      keyPreview: 'sk-***11aa',
      billed: 'no',
    },
    {
      index: 0,
      retry: 1,
      state: 'success',
      provider: 'openai',
      endpoint: 'primary',
      statusCode: 200,
      offsetMs: 640,
      durationMs: 1_760,
      firstChunkMs: 310,
      keyPreview: 'sk-***77bd',
      billed: 'yes',
      usage: { inputTokens: 12_000, outputTokens: 738, cacheReadTokens: 8_000 },
    },
  ],
};

/** Three providers, failed or skipped; none responded. */
export const failedCall: Call = {
  number: 2,
  minutesAgo: 8,
  durationMs: 31_000,
  attributes: {
    recordType: 'usage',
    state: 'failed',
    callType: 'chat',
    operation: 'chat',
    method: 'POST',
    route: '/v1/chat/completions',
    statusCode: 502,
    provider: 'azure',
    requestModel: 'claude-opus',
    userId: 'u_12',
    keyName: 'batch-7',
    keyPreview: 'sk-***0c44',
    errorType: '502',
    errorCode: 'upstream_unavailable',
    costCharged: 0,
    costChargedState: 'not_billed',
    attemptsCount: 2,
    attemptsFellBack: true,
  },
  attempts: [
    { index: 0, retry: 0, state: 'failed', provider: 'anthropic', statusCode: 529, offsetMs: 1, durationMs: 900 },
    { index: 1, retry: 0, state: 'skipped', provider: 'openai', skipReason: 'model_not_allowed' },
    { index: 2, retry: 0, state: 'failed', provider: 'azure', statusCode: 503, offsetMs: 950, durationMs: 30_000 },
  ],
};

const plainRequest: Call = {
  number: 3,
  minutesAgo: 9,
  durationMs: 4,
  attributes: {
    recordType: 'request',
    state: 'success',
    method: 'GET',
    route: '/v1/models',
    statusCode: 200,
    userId: 'u_12',
  },
};

/** Older than the page's default period. */
export const oldCall: Call = {
  number: 4,
  minutesAgo: 20 * DAY_MINUTES,
  durationMs: 800,
  attributes: {
    recordType: 'usage',
    state: 'success',
    callType: 'embeddings',
    operation: 'embeddings',
    method: 'POST',
    route: '/v1/embeddings',
    statusCode: 200,
    provider: 'openai',
    requestModel: 'text-embedding-old',
    inputTokens: 90,
    userId: 'u_7',
  },
};

function ordinaryCalls(): Call[] {
  return Array.from({ length: ORDINARY_CALLS }, (_, index) => ({
    number: 100 + index,
    minutesAgo: DAY_MINUTES + 60 + index,
    durationMs: 500 + index,
    attributes: {
      recordType: 'usage',
      state: 'success',
      callType: 'chat',
      operation: 'chat',
      method: 'POST',
      route: '/v1/responses',
      statusCode: 200,
      provider: 'openai',
      requestModel: 'gpt-4o-mini',
      inputTokens: 100 + index,
      outputTokens: 10,
      userId: 'u_ordinary',
      costCharged: 21_000,
      costChargedState: 'priced',
    },
  }));
}

export function spanIdOf({ number }: Pick<Call, 'number'>): string {
  return number.toString(16).padStart(16, '0');
}

/** The span of a call, with its content. */
export function spanRow(call: Call, nowMs: number): SpanRow {
  const startMs = nowMs - call.minutesAgo * 60_000;
  const attributesOn = (target: 'span' | 'resource') =>
    Object.entries(call.attributes)
      .map(([key, value]) => ({ ...ATTRIBUTES[key as AttributeKey], value: String(value) }))
      .filter(({ on }) => on === target)
      .map(({ name, value }) => [name, value]);
  const service = String(call.attributes.serviceName ?? 'browser-tests');
  const lists: [string, string[]][] = [
    [ATTRIBUTES.attempts.name, (call.attempts ?? []).map(encodeAttempt)],
    [ATTRIBUTES.costLines.name, (call.costLines ?? []).map((line) => JSON.stringify(line))],
  ];
  // The exporter writes an array as one JSON text.
  const written = lists.flatMap(([name, items]) => (items.length === 0 ? [] : [[name, JSON.stringify(items)]]));
  return {
    Timestamp: new Date(startMs).toISOString().replace('T', ' ').replace('Z', '000000'),
    TraceId: (0xa000 + call.number).toString(16).padStart(32, '0'),
    SpanId: spanIdOf(call),
    SpanName: 'chat',
    ServiceName: service,
    ResourceAttributes: { 'service.name': service, ...(Object.fromEntries(attributesOn('resource')) as object) },
    SpanAttributes: Object.fromEntries([...attributesOn('span'), ...written]) as Record<string, string>,
    Duration: String(call.durationMs * 1_000_000),
  };
}
