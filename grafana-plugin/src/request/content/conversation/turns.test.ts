import type { Turn } from './turn.ts';
import { conversationSteps, type RecordedConversation } from './turns.ts';

/** The messages that have parts. */
function turnsOf(recorded: RecordedConversation): Turn[] {
  const step = conversationSteps(recorded);
  let unread = step();
  while (unread === null) {
    unread = step();
  }
  return unread.map((read) => read()).filter(({ parts }) => parts.length > 0);
}

/** A message as one line: its role, then its parts. */
function lines(recorded: Partial<Record<keyof RecordedConversation, unknown>>): string[] {
  const texts = Object.fromEntries(
    Object.entries(recorded).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  return turnsOf(texts).map(({ role, parts }) =>
    [role, ...parts.map(({ kind, ...rest }) => `${kind}(${Object.values(rest).join('|')})`)].join(' '),
  );
}

test('reads messages of OpenTelemetry', () => {
  expect(
    lines({
      system: [{ type: 'text', content: 'Be brief' }],
      input: [
        {
          role: 'user',
          parts: [
            { type: 'text', content: 'Weather?' },
            { type: 'blob', modality: 'image', mime_type: 'image/png', content: '[image/png, 48211 bytes]' },
          ],
        },
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', content: 'hm' },
            { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Bonn', n: 1.1 } },
          ],
        },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'rain' }] },
      ],
      output: [{ role: 'assistant', parts: [{ type: 'text', content: 'Rain' }], finish_reason: 'stop' }],
    }),
  ).toEqual([
    'system text(Be brief)',
    'user text(Weather?) media(image/png, 48211 bytes)',
    'assistant thinking(hm) call(c1|weather|{"city":"Bonn","n":1.1})',
    'tool result(c1|rain|false)',
    'assistant text(Rain)',
  ]);
});

test('reads the bodies of chat completions', () => {
  expect(
    lines({
      requestBody: {
        messages: [
          { role: 'system', content: 'Be brief' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Look' },
              { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,AAAA' } },
            ],
          },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'done' },
        ],
      },
      responseBody: { choices: [{ message: { role: 'assistant', reasoning_content: 'hm', content: 'Hello' } }] },
    }),
  ).toEqual([
    'system text(Be brief)',
    'user text(Look) media(image/jpeg)',
    'assistant call(c1|f|{"a":1})',
    'tool result(c1|done|false)',
    'assistant thinking(hm) text(Hello)',
  ]);
});

test('reads the bodies of the Responses API', () => {
  expect(
    lines({
      requestBody: {
        instructions: 'Be brief',
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'Hi' },
              { type: 'input_image', image_url: 'https://example.com/x.png' },
            ],
          },
          { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c1', output: 'ok' },
        ],
      },
      responseBody: {
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] },
        ],
      },
    }),
  ).toEqual([
    'system text(Be brief)',
    'user text(Hi) media(input_image)',
    'user call(c1|f|{})',
    'user result(c1|ok|false)',
    'assistant thinking(hm)',
    'assistant text(Hello)',
  ]);
  expect(lines({ requestBody: { input: 'Hi' } })).toEqual(['user text(Hi)']);
});

test('reads the bodies of Anthropic', () => {
  expect(
    lines({
      requestBody: {
        system: [{ type: 'text', text: 'Be brief' }],
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } }] },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't1', is_error: true, content: [{ type: 'text', text: 'no' }] },
            ],
          },
        ],
      },
      responseBody: {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: 'Hello' },
        ],
      },
    }),
  ).toEqual([
    'system text(Be brief)',
    'user text(Hi)',
    'assistant call(t1|f|{"a":1})',
    'user result(t1|no|true)',
    'assistant thinking(hm) text(Hello)',
  ]);
});

test('reads the bodies of Gemini', () => {
  expect(
    lines({
      requestBody: {
        systemInstruction: { parts: [{ text: 'Be brief' }] },
        contents: [
          {
            role: 'user',
            parts: [{ text: 'Hi' }, { inlineData: { mimeType: 'audio/wav', data: '[audio/wav, 12 bytes]' } }],
          },
          { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }] },
          { role: 'user', parts: [{ functionResponse: { name: 'f', response: { b: 2 } } }] },
        ],
      },
      responseBody: {
        candidates: [{ content: { role: 'model', parts: [{ text: 'hm', thought: true }, { text: 'Hello' }] } }],
      },
    }),
  ).toEqual([
    'system text(Be brief)',
    'user text(Hi) media(audio/wav, 12 bytes)',
    'model call(f|f|{"a":1})',
    'user result(f|{"b":2}|false)',
    'assistant thinking(hm) text(Hello)',
  ]);
});

test('reads a streamed response', () => {
  const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
  expect(lines({ requestBody: '{}', responseBody: chunk('Hel') + chunk('lo') })).toEqual(['assistant text(Hello)']);
});

test('keeps the notation of numbers in tool calls, and shows unknown parts as recorded', () => {
  expect(
    lines({
      input:
        '[{"role":"assistant","parts":[{"type":"tool_call","name":"f","arguments":{"id":12345678901234567890}},{"type":"new","x":1.10}]}]',
    }),
  ).toEqual(['assistant call(|f|{"id":12345678901234567890}) other(new|{"type":"new","x":1.10})']);
});

test.each(['', 'plain', '{', '[]', 'null', '{"a":1}', '[1]'])('finds no message in the bodies %j', (body) => {
  expect(lines({ requestBody: body, responseBody: body })).toEqual([]);
});

test('shows messages that are not JSON as text', () => {
  expect(lines({ input: 'plain', output: '[{"role":"assista\n[cut: 17 of 90 bytes]' })).toEqual([
    'user text(plain)',
    'assistant text([{"role":"assista\n[cut: 17 of 90 bytes])',
  ]);
});
