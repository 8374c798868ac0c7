import type { Call } from './records.ts';

const DAY_MINUTES = 24 * 60;

/** The period of these calls, which no other call is in. */
export const SEARCHED_PERIOD = 'from=now-48d&to=now-35d';

/** A call in which each text occurs once. */
export const fullyNamedCall: Call = {
  number: 301,
  minutesAgo: 40 * DAY_MINUTES,
  durationMs: 1_000,
  attributes: {
    recordType: 'usage',
    state: 'failed',
    callType: 'chat',
    source: 'playground',
    apiFormat: 'ourformat.chat',
    operation: 'text_completion',
    method: 'PATCH',
    route: '/named/:id/run',
    path: '/named/4711/run',
    statusCode: 418,
    provider: 'provider_x',
    requestModel: 'asked model',
    targetModel: 'routed-model',
    responseModel: 'served-model',
    responseId: 'chatcmpl-Named',
    servedServiceTier: 'goldtier',
    usageUnread: JSON.stringify(['odd_tokens']),
    inputTokens: 5_000,
    outputTokens: 50,
    userId: 'İnci Öz',
    sessionId: 'Session-Named',
    conversationId: 'Conversation-Named',
    clientAddress: '203.0.113.77',
    userAgent: 'NamedAgent/9',
    keyName: 'named, key',
    keyPreview: 'sk-***n4m3',
    group: 'ΟΔΟΣ',
    tags: JSON.stringify({ team: 'tag value' }),
    requestId: 'Req-Named',
    errorType: 'teapot_type',
    errorCode: 'teapot_code',
    errorMessage: 'The teapot is empty.',
    errorOrigin: 'provider',
    costCharged: 300_000_000,
    costChargedState: 'priced',
  },
};

/** Calls beside it, without any of its texts. */
export const otherCalls: readonly Call[] = [302, 303, 304].map((number) => ({
  number,
  minutesAgo: 41 * DAY_MINUTES + number,
  durationMs: 100,
  attributes: {
    recordType: 'usage',
    state: 'success',
    callType: 'embeddings',
    source: 'batch',
    operation: 'embeddings',
    method: 'POST',
    route: '/v1/other',
    statusCode: 200,
    provider: 'openai',
    requestModel: 'other-model',
    inputTokens: 10,
    userId: 'u_other',
    costCharged: 1_000,
    costChargedState: 'priced',
  },
}));
