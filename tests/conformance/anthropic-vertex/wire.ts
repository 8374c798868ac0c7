import { refuseAsAnthropic, SERVER_SENT, SOON, type Wire } from '../anthropic/wire.ts';

const REFUSALS = {
  limited: [429, 'RESOURCE_EXHAUSTED'],
  badKey: [401, 'UNAUTHENTICATED'],
} as const;
const PREDICT = /\/publishers\/anthropic\/models\/([^/]+):(rawPredict|streamRawPredict)$/;

/**
 * Vertex AI: the model is in the path. What Google refuses itself has Google's format, in a list if a stream was asked for;
 * what Anthropic refuses has Anthropic's (docs.cloud.google.com, Claude on Vertex AI, and reports of both, 2026-11).
 */
export const VERTEX_WIRE: Wire = {
  ...SERVER_SENT,
  platform: 'vertex',
  messageId: 'msg_vrtx_1',
  begin: (response, attempts) => void response.setHeader('request-id', `req_${attempts}`),
  asks: ({ path }) => {
    const [, model = '', method] = PREDICT.exec(path) ?? [];
    return { model: decodeURIComponent(model), stream: method === 'streamRawPredict' };
  },
  refuse: (response, refusal, { body }) => {
    if (refusal === 'overloaded') return refuseAsAnthropic(response, refusal);
    const [code, status] = REFUSALS[refusal];
    const error = { error: { code, message: 'Refused.', status } };
    response.writeHead(code, SOON);
    response.end(JSON.stringify(body.stream === true ? [error] : error));
  },
  expected: {
    provider: 'gcp.vertex_ai',
    path: '/v1/projects/a-project/locations/us-east5/publishers/anthropic/models/claude-sonnet-5-5:rawPredict',
    streamPath:
      '/v1/projects/a-project/locations/us-east5/publishers/anthropic/models/claude-sonnet-5-5:streamRawPredict',
    // The access token of a Google account is not a key.
    keyPreview: undefined,
    responseId: 'msg_vrtx_1',
    limited: { statusCode: 429, errorType: 'RateLimitError', errorCode: 'RESOURCE_EXHAUSTED' },
    overloaded: { statusCode: 529, errorType: 'OverloadedError', errorCode: 'overloaded_error' },
    badKey: { statusCode: 401, errorType: 'AuthenticationError', errorCode: 'UNAUTHENTICATED' },
    errorInStream: { errorType: 'APIError', errorCode: 'overloaded_error' },
  },
};
