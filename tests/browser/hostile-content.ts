import { HOSTILE_TEXTS } from './hostile-records.ts';
import { spanRow, type Call, type SpanRow } from './records.ts';

const DEEP = 10_000;
export const MEGABYTES = 10;
const LINE = 'x'.repeat(MEGABYTES * 1_000_000 - 100);
export const BROKEN = 'a\u{FFFD}b';

/** A body of about so many bytes, like those of long conversations. */
export function largeBody(bytes: number): string {
  const message = (number: number) => ({
    role: number % 2 === 0 ? 'user' : 'assistant',
    content: `message ${number}: "quoted" ${'words '.repeat(10)}`,
    metadata: { number, price: 1.5, tags: ['a', 'b'] },
  });
  const count = Math.ceil(bytes / JSON.stringify(message(10_000)).length);
  return JSON.stringify({ model: 'gpt-4o', messages: Array.from({ length: count }, (_, number) => message(number)) });
}

const texts = Object.values(HOSTILE_TEXTS);
const everywhere = JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])));
const messages = JSON.stringify(
  texts.flatMap((text) => [
    {
      role: text,
      parts: [
        { type: 'text', content: text },
        { type: 'reasoning', content: text },
      ],
    },
    { role: 'assistant', parts: [{ type: 'tool_call', id: text, name: text, arguments: { [text]: text } }] },
    {
      role: 'tool',
      parts: [
        { type: 'tool_call_response', id: text, response: text },
        { type: text, content: text },
      ],
    },
    { role: 'user', parts: [{ type: 'image', content: `data:image/png;base64,${text}`, mime_type: text }] },
  ]),
);

/** Bodies by name; each is a request and a response. */
const BODIES: Readonly<Record<string, string>> = {
  texts: everywhere,
  deep: '['.repeat(DEEP) + ']'.repeat(DEEP),
  'deep-objects': '{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP),
  'line-of-text': LINE,
  'line-in-json': JSON.stringify({ line: LINE }),
  'lines-of-nothing': '\n'.repeat(2_000_000),
  stream: texts
    .map((text) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })}\n\n`)
    .join(''),
  broken: `{"text":"a\u{FFFD}b","half":"\\ud800","control":"\u0001"}`,
};

export const HOSTILE_BODIES = Object.keys(BODIES);

/** A call for each body, with hostile headers, messages and metadata. */
export function hostileCall(name: string): Call {
  const body = BODIES[name] ?? '';
  return {
    number: 801 + HOSTILE_BODIES.indexOf(name),
    minutesAgo: 20,
    durationMs: 10,
    attributes: {
      recordType: 'usage',
      state: 'failed',
      captureLevel: 'full',
      apiFormat: 'openai.chat',
      clientRequestHeaders: everywhere,
      providerRequestHeaders: JSON.stringify(Object.fromEntries(texts.map((text) => [text, `${text}!`]))),
      clientRequestBody: body,
      providerRequestBody: name === 'texts' ? everywhere.replaceAll('x', 'y') : body,
      clientResponseBody: body.length < 1_000_000 ? body : body.slice(0, 1_000_000),
      ...(name === 'texts' && { inputMessages: messages, metadata: everywhere, errorDetails: texts.join('\n') }),
    },
  };
}

export const largeCall: Call = {
  number: 850,
  minutesAgo: 21,
  durationMs: 10,
  attributes: {
    recordType: 'usage',
    state: 'success',
    captureLevel: 'full',
    apiFormat: 'openai.chat',
    // So that the page does not open with the body.
    providerRequestHeaders: '{"content-type":"application/json"}',
    providerRequestBody: largeBody(MEGABYTES * 1_000_000),
  },
};

export function hostileContentRows(nowMs: number): SpanRow[] {
  return [...HOSTILE_BODIES.map(hostileCall), largeCall].map((call) => spanRow(call, nowMs));
}
