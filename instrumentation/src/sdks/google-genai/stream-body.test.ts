import { StreamBody } from './stream-body.ts';

function bodyOf(...chunks: unknown[]): unknown {
  const stream = new StreamBody();
  for (const chunk of chunks) stream.add(chunk);
  return stream.body;
}

const chunk = (parts: unknown[], more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, ...more }],
});

test('joins chunks to the response body: consecutive text is one part, thoughts are another', () => {
  expect(
    bodyOf(
      { ...chunk([{ text: 'Hm', thought: true }], { index: 0 }), responseId: 'r', sdkHttpResponse: { headers: {} } },
      chunk([{ text: 'Hel' }]),
      chunk([{ text: 'lo' }, { functionCall: { name: 'time' } }]),
      { ...chunk([{ text: '!' }], { finishReason: 'STOP' }), usageMetadata: { promptTokenCount: 1 } },
    ),
  ).toEqual({
    responseId: 'r',
    usageMetadata: { promptTokenCount: 1 },
    candidates: [
      {
        index: 0,
        finishReason: 'STOP',
        content: {
          role: 'model',
          parts: [{ text: 'Hm', thought: true }, { text: 'Hello' }, { functionCall: { name: 'time' } }, { text: '!' }],
        },
      },
    ],
  });
});

test('keeps candidates separate', () => {
  expect(bodyOf(chunk([{ text: 'b' }], { index: 1 }), chunk([{ text: 'a' }], { index: 0 }))).toMatchObject({
    candidates: [{ content: { parts: [{ text: 'a' }] } }, { content: { parts: [{ text: 'b' }] } }],
  });
});

test('accepts a stream without chunks and chunks of unknown form', () => {
  expect(bodyOf()).toBeUndefined();
  expect(bodyOf(null, 'text', { candidates: [null, { content: { parts: 'odd' } }] })).toEqual({
    candidates: [
      { index: 0, content: { parts: [] } },
      { index: 1, content: { parts: [] } },
    ],
  });
});
