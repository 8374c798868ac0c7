import type { ServerResponse } from 'node:http';
import { SOON, type Wire } from '../anthropic/wire.ts';
import type { Body } from '../odd-server.ts';
import { chunkOf, eventMessage } from './event-stream.ts';

const REFUSALS = {
  limited: [429, 'ThrottlingException'],
  overloaded: [503, 'ServiceUnavailableException'],
  badKey: [403, 'UnrecognizedClientException'],
} as const;
const INVOKE = /\/model\/([^/]+)\/(invoke(?:-with-response-stream)?)$/;
/** Bedrock repeats these counts at the end of a stream, where Anthropic's own API reports only the output. */
const INPUT = { input_tokens: 7, cache_creation_input_tokens: 50, cache_read_input_tokens: 800 };
/** What Bedrock adds to the last event of a stream. */
const METRICS = {
  inputTokenCount: 7,
  outputTokenCount: 20,
  invocationLatency: 900,
  firstByteLatency: 300,
  cacheReadInputTokenCount: 800,
  cacheWriteInputTokenCount: 50,
};

/**
 * Amazon Bedrock's InvokeModel: the model is in the path, events are chunks of an AWS event stream
 * (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html, 2026-11).
 */
export const BEDROCK_WIRE: Wire = {
  platform: 'bedrock',
  messageId: 'msg_bdrk_1',
  begin: (response, attempts) => void response.setHeader('x-amzn-requestid', `req_${attempts}`),
  asks: ({ path, body }) => {
    const [, model, operation] = INVOKE.exec(path) ?? [];
    return { model: decodeURIComponent(model ?? String(body.model)), stream: operation?.endsWith('-stream') === true };
  },
  openStream: (response) =>
    void response.writeHead(200, {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-bedrock-content-type': 'application/json',
    }),
  send: (response, event) => {
    response.write(chunkOf(asSent(event)));
  },
  refuse: (response, refusal) => {
    const [status, type] = REFUSALS[refusal];
    response.writeHead(status, { ...SOON, 'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/` });
    response.end(JSON.stringify({ message: 'Refused.' }));
  },
  fail: (response) => throwIn(response, { ':message-type': 'exception', ':exception-type': 'throttlingException' }),
  expected: {
    provider: 'aws.bedrock',
    path: '/model/claude-sonnet-5-5/invoke',
    streamPath: '/model/claude-sonnet-5-5/invoke-with-response-stream',
    // The credentials that sign a request are no key.
    keyPreview: undefined,
    responseId: 'msg_bdrk_1',
    limited: { statusCode: 429, errorType: 'RateLimitError', errorCode: 'ThrottlingException' },
    overloaded: { statusCode: 503, errorType: 'InternalServerError', errorCode: 'ServiceUnavailableException' },
    badKey: { statusCode: 403, errorType: 'PermissionDeniedError', errorCode: 'UnrecognizedClientException' },
    errorInStream: { errorType: 'APIError', errorCode: 'ThrottlingException' },
  },
};

function asSent(event: Body): Body {
  if (event.type === 'message_stop') return { ...event, 'amazon-bedrock-invocationMetrics': METRICS };
  return event.type === 'message_delta' ? { ...event, usage: { ...(event.usage as Body), ...INPUT } } : event;
}

function throwIn(response: ServerResponse, headers: Record<string, string>): void {
  response.write(eventMessage({ ...headers, ':content-type': 'application/json' }, { message: 'Too many requests' }));
}
