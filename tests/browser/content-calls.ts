import { spanIdOf, spanRow, type Call, type SpanRow } from './records.ts';

/** Newer than the oldest span of the store, which decides what counts as removed. */
const MINUTES_AGO = 30;

const chunk = (delta: object) =>
  `data: ${JSON.stringify({ id: 'c1', model: 'gpt-4o', choices: [{ index: 0, delta }] })}\n\n`;
const STREAM =
  chunk({ role: 'assistant', content: '' }) +
  chunk({ content: 'Hello ' }) +
  chunk({ content: 'there' }) +
  'data: {"id":"c1","choices":[],"usage":{"prompt_tokens":12345678901234567890,"cost":1.10}}\n\n';

/** As it was recorded: `JSON.parse` would change each of these values. */
export const AWKWARD_BODY =
  '{"model":"gpt-4o","id":12345678901234567890,"price":1.10,"twice":"first","twice":"second","temperature":1e0,' +
  `"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"It's \\u00e9asy: ${'long '.repeat(100)}"},` +
  '{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Bonn\\"}"}}]},' +
  '{"role":"tool","tool_call_id":"call_1","content":"rain"},' +
  '{"role":"user","content":[{"type":"text","text":"And this?"},{"type":"image_url","image_url":{"url":"[image/png, 48211 bytes]"}}]}],"stream":true}';

const common: Call['attributes'] = {
  recordType: 'usage',
  state: 'success',
  callType: 'chat',
  operation: 'chat',
  method: 'POST',
  route: '/v1/chat/completions',
  path: '/v1/chat/completions',
  statusCode: 200,
  provider: 'openai',
  requestModel: 'gpt-4o',
  apiFormat: 'openai.chat',
  serverAddress: 'llm.shop.example',
  captureLevel: 'full',
};

/** A streamed call through a gateway, with content of every kind. */
export const gatewayCall: Call = {
  number: 701,
  minutesAgo: MINUTES_AGO,
  durationMs: 2_000,
  attributes: {
    ...common,
    requestId: 'req_content',
    clientRequestHeaders: JSON.stringify({
      Host: 'llm.shop.example',
      authorization: '***',
      'content-type': 'application/json',
      'User-Agent': 'shop/4.2',
      'x-team': 'north',
      'x-trace': ['a', 'b'],
    }),
    providerRequestHeaders: JSON.stringify({
      host: 'api.openai.com',
      authorization: '***',
      'content-type': 'application/json',
      'user-agent': 'gateway/1.0',
      'openai-organization': 'org-1',
      'x-extra': '1',
    }),
    clientRequestBody: AWKWARD_BODY,
    providerRequestBody: AWKWARD_BODY.replace('"gpt-4o"', '"gpt-4o-2024-08-06"').replace(
      '"stream":true',
      '"stream":true,"stream_options":{"include_usage":true}',
    ),
    clientResponseHeaders: '{"content-type":"text/event-stream"}',
    providerResponseHeaders: JSON.stringify({
      date: 'Mon, 30 Nov 2026 20:00:00 GMT',
      'content-type': 'text/event-stream',
      'retry-after': '3',
      'x-ratelimit-remaining-requests': '12',
    }),
    clientResponseBody: STREAM.replace(/data: \{"id":"c1","choices":\[\][^\n]*\n\n/, ''),
    providerResponseBody: STREAM,
    metadata: '{"feature":"checkout","build":1.10}',
  },
};

/** A call whose messages an SDK recorded. */
export const messagesCall: Call = {
  number: 702,
  minutesAgo: MINUTES_AGO + 1,
  durationMs: 900,
  attributes: {
    ...common,
    requestId: 'req_messages',
    systemInstructions: '[{"type":"text","content":"Be brief"}]',
    inputMessages: JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: '<b>Weather</b> in **Bonn**?' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'secret thoughts' },
          { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Bonn' } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'rain' }] },
    ]),
    outputMessages: JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: 'Rain. '.repeat(400) }] }]),
  },
};

const withoutContent = (number: number, requestId: string, rest: Call['attributes']): Call => ({
  number,
  minutesAgo: MINUTES_AGO + 2,
  durationMs: 10,
  attributes: { ...common, requestId, ...rest },
});

export const basicCall = withoutContent(703, 'req_basic', { captureLevel: 'basic' });
export const headersCall = withoutContent(704, 'req_headers', {
  captureLevel: 'headers',
  clientRequestHeaders: '{"a":"b"}',
});
/** The ledger has it, the traces store does not. */
export const missingCall = withoutContent(705, 'req_missing', {});
/** Older than the oldest span of the traces store. */
export const removedCall: Call = { ...withoutContent(706, 'req_removed', {}), minutesAgo: 200 * 24 * 60 };
/** It began long ago and sent nothing since. */
export const lostCall = withoutContent(707, 'req_lost', { state: 'streaming' });
/** Insert it when it is read: soon after, it counts as lost. */
export const runningCall: Call = { ...withoutContent(709, 'req_running', { state: 'streaming' }), minutesAgo: 0 };
/** As the sender marks a body that it cut. */
export const cutCall = withoutContent(708, 'req_cut', {
  providerRequestBody: '{"messages":["x"],"[cut]":{"originalBytes":3355443}}',
  providerResponseBody: 'plain text\n[cut: 1048576 of 5242880 bytes]',
});

/** Rows of both stores, and rows of the ledger only. */
export function contentRows(nowMs: number): { both: SpanRow[]; ledger: SpanRow[] } {
  const rowsOf = (calls: Call[]) => calls.map((call) => spanRow(call, nowMs));
  return {
    both: rowsOf([gatewayCall, messagesCall, basicCall, headersCall, cutCall]),
    ledger: rowsOf([missingCall, removedCall, lostCall]),
  };
}

/** The page of a request. */
export function requestPage(page: string, call: Call, store: string, nowMs: number): string {
  const trace = (0xa000 + call.number).toString(16).padStart(32, '0');
  return `${page}/${trace}/${spanIdOf(call)}?ds=${store}&at=${nowMs - call.minutesAgo * 60_000}`;
}
