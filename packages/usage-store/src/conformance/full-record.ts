import type { UsageRecord } from '@tokentrail/records';
import type { RecordVersion } from './record-version.ts';

const LINE = { meter: 'input', quantity: '1200', unitPrice: '2.5', per: 1_000_000, amountUsd: '0.003' };

const CALL: RecordVersion['attributes'] = {
  recordType: 'usage',
  state: 'failed',
  callType: 'chat',
  source: 'api_key',
  apiFormat: 'openai.chat',
  eventName: 'key.created',
  serviceName: 'gateway',
  serviceInstanceId: 'gateway-1',
  method: 'POST',
  route: '/v1/:path',
  path: '/v1/chat/completions',
  statusCode: 429,
  stream: true,
  timeToFirstChunk: 0.25,
  operation: 'chat',
  provider: 'openai',
  requestModel: 'best',
  targetModel: 'gpt-4o',
  responseModel: 'gpt-4o-2024-08-06',
  responseId: 'chatcmpl-1',
  finishReasons: ['stop', 'length'],
  servedServiceTier: 'default',
};

const USAGE_AND_COST: RecordVersion['attributes'] = {
  inputTokens: 1200,
  outputTokens: 34,
  cacheReadTokens: 1024,
  cacheWriteTokens: 7,
  reasoningTokens: 12,
  costList: 9_007_199_254_740_993n,
  costListState: 'priced',
  costPaid: 0,
  costPaidState: 'not_billed',
  costCharged: 21_900_001,
  costChargedState: 'priced',
  costLines: [JSON.stringify(LINE)],
  costFormula: '1200 × 2.5 / 1e6',
  priceSource: 'operator',
  priceVersion: '2026-11-01',
  priceEntry: 'sha256:00',
  priceTier: 'standard',
};

const CALLER_AND_ERROR: RecordVersion['attributes'] = {
  userId: 'u-1',
  sessionId: 's-1',
  clientAddress: '192.0.2.1',
  userAgent: 'agent/1',
  keyName: 'team key',
  keyPreview: 'sk-…1234',
  group: 'team',
  requestId: 'req-1',
  captureLevel: 'basic',
  errorType: '429',
  errorCode: 'rate_limit_exceeded',
  errorMessage: "The provider's rate limit was reached.",
  attemptsCount: 3,
  attemptsRetried: true,
  attemptsFellBack: true,
  amountNanoUsd: 5_000_000_000,
  balanceAfterNanoUsd: -1,
};

/** A record with every field set, as it is sent. */
export function fullVersion(startMs: number): RecordVersion {
  return {
    key: { startUnixNano: `${startMs}123456`, traceId: 'f'.repeat(32), spanId: 'e'.repeat(16) },
    durationNs: 1_234_567_890n,
    attributes: {
      ...CALL,
      ...USAGE_AND_COST,
      ...CALLER_AND_ERROR,
      versionUnixMs: startMs + 1234,
    },
  };
}

const RETURNED_COST = {
  cost: {
    list: { nanoUsd: '9007199254740993', state: 'priced' },
    paid: { nanoUsd: '0', state: 'not_billed' },
    charged: { nanoUsd: '21900001', state: 'priced' },
  },
  costLines: [LINE],
  costFormula: '1200 × 2.5 / 1e6',
  priceSource: 'operator',
  priceVersion: '2026-11-01',
  priceEntry: 'sha256:00',
  priceTier: 'standard',
  repricedBy: null,
  repricedReason: null,
} satisfies Partial<UsageRecord>;

const RETURNED_CALLER_AND_ERROR = {
  userId: 'u-1',
  sessionId: 's-1',
  clientAddress: '192.0.2.1',
  userAgent: 'agent/1',
  keyName: 'team key',
  keyPreview: 'sk-…1234',
  group: 'team',
  requestId: 'req-1',
  captureLevel: 'basic',
  errorType: '429',
  errorCode: 'rate_limit_exceeded',
  errorMessage: "The provider's rate limit was reached.",
  attemptsCount: 3,
  attemptsRetried: true,
  attemptsFellBack: true,
  amountNanoUsd: '5000000000',
  balanceAfterNanoUsd: '-1',
} satisfies Partial<UsageRecord>;

/** The same record as a ledger returns it. */
export function fullRecord(startMs: number): UsageRecord {
  return {
    startUnixNano: `${startMs}123456`,
    traceId: 'f'.repeat(32),
    spanId: 'e'.repeat(16),
    sender: 'gateway-1',
    recordType: 'usage',
    state: 'failed',
    callType: 'chat',
    source: 'api_key',
    apiFormat: 'openai.chat',
    eventName: 'key.created',
    serviceName: 'gateway',
    method: 'POST',
    endpoint: '/v1/:path',
    statusCode: 429,
    stream: true,
    durationMs: 1234.56789,
    timeToFirstChunkMs: 250,
    operation: 'chat',
    provider: 'openai',
    requestModel: 'best',
    targetModel: 'gpt-4o',
    responseModel: 'gpt-4o-2024-08-06',
    responseId: 'chatcmpl-1',
    finishReasons: ['stop', 'length'],
    servedServiceTier: 'default',
    inputTokens: 1200,
    outputTokens: 34,
    cacheReadTokens: 1024,
    cacheWriteTokens: 7,
    reasoningTokens: 12,
    ...RETURNED_COST,
    ...RETURNED_CALLER_AND_ERROR,
  };
}
