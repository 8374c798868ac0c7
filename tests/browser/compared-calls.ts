import { spanRow, type Call, type SpanRow } from './records.ts';

/** Before the other calls of the store, and not so old that their content is removed. */
const MINUTES_AGO = 2 * 24 * 60;

const LINES = Array.from({ length: 40 }, (_, index) => `Rule ${index + 1} of the house.`);

function messages(system: readonly string[], question: string): string {
  return JSON.stringify([
    { role: 'system', parts: [{ type: 'text', content: system.join('\n') }] },
    { role: 'user', parts: [{ type: 'text', content: question }] },
  ]);
}

function call(number: number, minutesAgo: number, over: Call['attributes'], durationMs = 1_000): Call {
  return {
    number,
    minutesAgo: MINUTES_AGO + minutesAgo,
    durationMs,
    attributes: {
      recordType: 'usage',
      state: 'success',
      operation: 'chat',
      statusCode: 200,
      provider: 'openai',
      requestModel: 'gpt-4o',
      sessionId: 'session_compared',
      keyName: 'checkout',
      inputTokens: 1_000,
      outputTokens: 100,
      temperature: 0.2,
      costCharged: 3_500_000,
      costChargedState: 'priced',
      captureLevel: 'full',
      ...over,
    },
    attempts: [
      { index: 0, retry: 0, state: 'success', provider: 'openai', statusCode: 200, durationMs, billed: 'yes' },
    ],
  };
}

export const firstCall = call(901, 30, {
  requestId: 'req_compared_1',
  inputMessages: messages(LINES, 'What is due today?'),
});

/** Differs in temperature, tokens, cost, attempts and two lines of its prompt. */
export const secondCall: Call = {
  ...call(
    902,
    20,
    {
      requestId: 'req_compared_2',
      temperature: 0.7,
      inputTokens: 2_000,
      costCharged: 6_000_000,
      inputMessages: messages(LINES.with(19, 'Rule 20 <b>has changed</b>\u202E.'), 'What is due tomorrow?'),
    },
    2_000,
  ),
  attempts: [
    { index: 0, retry: 0, state: 'failed', provider: 'openai', statusCode: 429, durationMs: 90, billed: 'no' },
    { index: 0, retry: 1, state: 'success', provider: 'openai', statusCode: 200, durationMs: 1_800, billed: 'yes' },
  ],
};

/** Its prompt is too long to compare. */
export const longCall = call(903, 10, {
  requestId: 'req_compared_3',
  inputMessages: messages(['x'.repeat(1_500_000)], 'What is due today?'),
});

/** More calls with the same key soon after `secondCall` than one page of a list has. */
const busyCalls = Array.from({ length: 250 }, (_, index) =>
  call(1_000 + index, 20 - (index + 1) / 200, { requestModel: `busy-${index}`, sessionId: `session_${index}` }),
);

/** The spans of these calls, with their content. */
export function comparedRows(nowMs: number): SpanRow[] {
  return [firstCall, secondCall, longCall, ...busyCalls].map((one) => spanRow(one, nowMs));
}
