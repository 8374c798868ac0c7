import { createHash } from 'node:crypto';
import { ATTRIBUTES, ledgerKeys, type CostLine } from '@tokentrail/records';
import { spanRow, type Call, type SpanRow } from './records.ts';

/** Older than all periods of the other specs. */
const MINUTES_AGO = 100 * 24 * 60;

const PRICE_CONTENT = JSON.stringify({
  sell: { models: ['best'], ratios: { model: '1.25', completion: '4', cache_read: '0.5' } },
});
const PRICE_ENTRY = createHash('sha256').update(PRICE_CONTENT).digest('hex');

const COST_LINES: CostLine[] = [
  line('input', '4000', '2.5', '0.008'),
  line('cache_read', '8000', '1.25', '0.008'),
  line('cache_write:1h', '500', '5', '0.002'),
  line('output', '738', '10', '0.005904'),
  { meter: 'web_search', quantity: '3', unitPrice: '10', per: 1000, amountUsd: '0.03' },
];

function line(meter: string, quantity: string, unitPrice: string, amountUsd: string): CostLine {
  return {
    meter,
    quantity,
    unitPrice,
    per: 1_000_000,
    amountUsd,
    factors: [{ name: 'group research', times: '0.8' }],
  };
}

/** A call that has every field. `FACTS` is what its row shows when it is unfolded. */
export const fullCall: Call = {
  number: 501,
  minutesAgo: MINUTES_AGO,
  durationMs: 2_410,
  attributes: {
    recordType: 'usage',
    state: 'failed',
    callType: 'chat',
    source: 'playground',
    apiFormat: 'openai.responses',
    operation: 'generate_content',
    method: 'POST',
    route: '/v1/:kind/responses',
    path: '/v1/full/responses',
    statusCode: 200,
    provider: 'azure.ai.openai',
    requestModel: 'best',
    targetModel: 'gpt-4o-eu',
    responseModel: 'gpt-4o-2024-08-06',
    responseId: 'resp_full',
    stream: true,
    finishReasons: JSON.stringify(['length', 'content_filter']),
    requestedServiceTier: 'flex',
    servedServiceTier: 'default',
    outputType: 'json',
    conversationId: 'conversation_full',
    maxTokens: 256,
    temperature: 0.7,
    topP: 0.9,
    choiceCount: 2,
    seed: 42,
    frequencyPenalty: 0.1,
    presencePenalty: 0.2,
    reasoningLevel: 'high',
    dimensionCount: 512,
    inputTokens: 12_500,
    outputTokens: 738,
    cacheReadTokens: 8_000,
    cacheWriteTokens: 501,
    reasoningTokens: 321,
    audioInputTokens: 43,
    audioOutputTokens: 21,
    usageUnread: JSON.stringify(['prompt_tokens_details.movie_tokens']),
    timeToFirstChunk: 0.31,
    userId: 'u_full',
    sessionId: 'session_full',
    clientAddress: '192.0.2.77',
    userAgent: 'agent/7.7',
    serverAddress: 'eu.example.com',
    serverPort: 8443,
    keyName: 'research',
    keyPreview: 'sk-...77aa',
    group: 'research',
    requestId: 'req_full',
    tags: JSON.stringify({ feature: 'summaries', team: 'north' }),
    captureLevel: 'headers',
    costList: 30_000_000,
    costListState: 'priced',
    costPaid: 29_000_000,
    costPaidState: 'priced',
    costCharged: 53_904_000,
    costChargedState: 'priced',
    costFormula: '4,000 × $2.50/1M × 0.8 + 8,000 × $1.25/1M × 0.8 = $0.016',
    priceSource: 'operator',
    priceVersion: '2026-11-03',
    priceEntry: PRICE_ENTRY,
    priceTier: 'up to 128k',
    attemptsCount: 3,
    attemptsRetried: true,
    attemptsFellBack: true,
    errorType: 'timeout',
    errorCode: 'stream_interrupted',
    errorMessage: 'The stream ended before its last event.',
    errorOrigin: 'network',
    serviceName: 'chat-service',
    serviceNamespace: 'shop',
    serviceVersion: '4.5.6',
    serviceInstanceId: 'process-77',
    deploymentEnvironment: 'staging',
    // Not a number, so the ledger lists it as unreadable.
    amountNanoUsd: 'much',
  },
  costLines: COST_LINES,
};

/** Label and value of each fact of `fullCall`, in the order of the row. Times and ids of the span are not among them. */
export const FACTS: readonly string[] = [
  'EndpointPOST /v1/:kind/responses',
  'Path/v1/full/responses',
  'Sent toeu.example.com:8443',
  'Total time2.41 s',
  'First chunk310 ms',
  'Output rate351 tok/s',
  'Requested modelbest',
  'Model sent to providergpt-4o-eu',
  'Model that respondedgpt-4o-2024-08-06',
  'Providerazure.ai.openai',
  'Call typechat · generate_content',
  'API formatopenai.responses',
  'Sourceplayground',
  'Service tierflex → default',
  'Finish reasonlength, content_filter',
  'Attempts sent3',
  'Max tokens256',
  'Temperature0.7',
  'Top P0.9',
  'Choices2',
  'Seed42',
  'Frequency penalty0.1',
  'Presence penalty0.2',
  'Reasoning levelhigh',
  'Dimensions512',
  'Output typejson',
  'Input tokens12,500',
  'Read from cache8,000 · 64.0% of input',
  'Written to cache501',
  'Audio input43',
  'Output tokens738',
  'Reasoning321',
  'Audio output21',
  'Total13,238',
  'Cache write, 1 h500',
  'Web searches3',
  'List price$0.0300',
  'Paid to providers$0.0290',
  'Charged to the caller$0.0539',
  'Ratiosgroup research × 0.8',
  'Price fromOur price file, version 2026-11-03',
  'Price tierup to 128k',
  `Price entry${PRICE_ENTRY}`,
  'Price ratiosmodel 1.25 · completion 4 · cache read 0.5',
  'Keyresearch · sk-...77aa',
  'Useru_full',
  'Groupresearch',
  'Tag featuresummaries',
  'Tag teamnorth',
  'IP address192.0.2.77',
  'Agentagent/7.7',
  'Sessionsession_full',
  'Conversationconversation_full',
  'Servicechat-service',
  'Namespaceshop',
  'Version4.5.6',
  'Environmentstaging',
  'Processprocess-77',
  'Request idreq_full',
  'Response idresp_full',
  'Also recordedHeaders',
  'Usage not understoodprompt_tokens_details.movie_tokens',
  'Could not be readamount nano usd',
];

export const topUp: Call = {
  number: 502,
  minutesAgo: MINUTES_AGO + 1,
  durationMs: 0,
  attributes: {
    recordType: 'topup',
    state: 'success',
    eventName: 'card_charged',
    amountNanoUsd: 25_000_000_000,
    balanceAfterNanoUsd: 40_120_000_000,
    userId: 'u_topup',
    requestId: 'pay_1',
  },
};

export const failedLogin: Call = {
  number: 503,
  minutesAgo: MINUTES_AGO + 2,
  durationMs: 0,
  attributes: {
    recordType: 'login',
    state: 'failed',
    eventName: 'password_login',
    statusCode: 401,
    userId: 'u_login',
    clientAddress: '192.0.2.78',
  },
};

/** Begins every text of `hostileCall`. */
export const HOSTILE = '<img src=x onerror="window.attacked=1">\u202E=cmd()';

/** A call whose texts try to run, to hide, and to be long. A start in 1970 is replaced. */
export const hostileCall: Call = {
  number: 504,
  minutesAgo: MINUTES_AGO + 3,
  durationMs: 1,
  attributes: {
    ...Object.fromEntries(
      [...ledgerKeys('span'), ...ledgerKeys('resource')]
        .filter((key) => ATTRIBUTES[key].type === 'string')
        .map((key) => [key, HOSTILE + 'x'.repeat(3_900)]),
    ),
    recordType: 'usage',
    state: 'failed',
    tags: JSON.stringify({ [HOSTILE]: HOSTILE }),
    requestId: 'req_hostile',
  },
};

/** The spans of these calls, and of what they refer to. */
export function detailRows(nowMs: number): SpanRow[] {
  return [
    ...[fullCall, topUp, failedLogin, hostileCall].map((call) => spanRow(call, nowMs)),
    priceEntryRow({ hash: PRICE_ENTRY, content: PRICE_CONTENT }, 0, nowMs),
  ];
}

/** The span of a price entry, which is not a record. `number` distinguishes entries. */
export function priceEntryRow(entry: { hash: string; content: string }, number: number, nowMs: number): SpanRow {
  return {
    Timestamp: new Date(nowMs).toISOString().replace('T', ' ').replace('Z', '000000'),
    TraceId: 'e'.repeat(32),
    SpanId: (0xe000 + number).toString(16).padStart(16, '0'),
    SpanName: 'price entry',
    ServiceName: 'browser-tests',
    ResourceAttributes: { 'service.name': 'browser-tests' },
    SpanAttributes: {
      [ATTRIBUTES.priceEntry.name]: entry.hash,
      [ATTRIBUTES.priceContent.name]: entry.content,
    },
    Duration: '0',
  };
}
