import type { ServerResponse } from 'node:http';
import type { Asked, Body } from '../odd-server.ts';
import type { Expected, Platform } from './behaviour.ts';

export type Refusal = 'limited' | 'overloaded' | 'badKey';

/** How a platform packs Anthropic's messages, events and refusals. */
export interface Wire {
  platform: Platform;
  /** The id of each message. */
  messageId: string;
  /** Sets the headers of every response. */
  begin(response: ServerResponse, attempts: number): void;
  /** The model and the kind of response that a request asks for. */
  asks(asked: Asked): { model: string; stream: boolean };
  openStream(response: ServerResponse): void;
  send(response: ServerResponse, event: Body): void;
  refuse(response: ServerResponse, refusal: Refusal, asked: Asked): void;
  /** Fails within a stream. */
  fail(response: ServerResponse): void;
  expected: Expected;
}

/** Headers of a refusal that may be retried at once. */
export const SOON = { 'content-type': 'application/json', 'retry-after-ms': '1' };

const REFUSALS = {
  limited: [429, 'rate_limit_error'],
  overloaded: [529, 'overloaded_error'],
  badKey: [401, 'authentication_error'],
} as const;

/** A stream of server-sent events. */
export const SERVER_SENT: Pick<Wire, 'openStream' | 'send' | 'fail'> = {
  openStream: (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }),
  send: (response, event) => void response.write(`event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`),
  fail: (response) =>
    SERVER_SENT.send(response, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
};

export function refuseAsAnthropic(response: ServerResponse, refusal: Refusal): void {
  const [status, type] = REFUSALS[refusal];
  response.writeHead(status, SOON);
  response.end(JSON.stringify({ type: 'error', error: { type, message: 'Refused.' }, request_id: 'req_body' }));
}

/** Anthropic's own API. */
export const ANTHROPIC_WIRE: Wire = {
  ...SERVER_SENT,
  platform: 'anthropic',
  messageId: 'msg_1',
  begin: (response, attempts) => void response.setHeader('request-id', `req_${attempts}`),
  asks: ({ body }) => ({ model: String(body.model), stream: body.stream === true }),
  refuse: refuseAsAnthropic,
  expected: {
    provider: '127.0.0.1',
    path: '/v1/messages',
    streamPath: '/v1/messages',
    keyPreview: 'sk-ant-api03-...wxyz',
    responseId: 'msg_1',
    limited: { statusCode: 429, errorType: 'RateLimitError', errorCode: 'rate_limit_error' },
    overloaded: { statusCode: 529, errorType: 'OverloadedError', errorCode: 'overloaded_error' },
    badKey: { statusCode: 401, errorType: 'AuthenticationError', errorCode: 'authentication_error' },
    errorInStream: { errorType: 'APIError', errorCode: 'overloaded_error' },
  },
};
