import fc from 'fast-check';
import { sdkCode } from './sdk-code.ts';

const BODY =
  '{"model":"gpt-4o","n":1.10,"seed":12345678901234567890,"stream":true,"stop":null,"messages":[{"role":"user","content":"it\'s\\n\\"x\\""}]}';

test('writes a call of the Python SDK, with numbers as they were recorded', () => {
  expect(sdkCode('openai.chat', BODY, 'python')).toBe(`from openai import OpenAI

client = OpenAI()  # reads OPENAI_API_KEY

response = client.chat.completions.create(
    model="gpt-4o",
    n=1.10,
    seed=12345678901234567890,
    stream=True,
    stop=None,
    messages=[
        {
            "role": "user",
            "content": "it's\\n\\"x\\"",
        },
    ],
)
`);
});

test('writes a call of the TypeScript SDK', () => {
  expect(sdkCode('anthropic.messages', '{"model":"m","max_tokens":5,"x-y":{}}', 'typescript'))
    .toBe(`import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic(); // reads ANTHROPIC_API_KEY

const response = await client.messages.create({
    model: "m",
    max_tokens: 5,
    "x-y": {},
});
`);
});

test('puts what is neither model nor contents of Gemini into the configuration', () => {
  const body = '{"model":"g","contents":[],"generationConfig":{"topP":0.5},"systemInstruction":{"parts":[]}}';
  expect(sdkCode('gemini.generate_content', body, 'python')).toContain(`client.models.generate_content(
    model="g",
    contents=[],
    config={
        "topP": 0.5,
        "systemInstruction": {
            "parts": [],
        },
    },
)`);
});

test('passes names that are no identifiers of Python', () => {
  expect(sdkCode('openai.chat', '{"class":1}', 'python')).toContain('create(**{\n    "class": 1,\n})');
});

test('has no program for a body that is no JSON object, or of an unknown API', () => {
  expect(sdkCode('openai.chat', 'data: x', 'python')).toBeNull();
  expect(sdkCode('openai.chat', '[1]', 'python')).toBeNull();
  expect(sdkCode('other', '{}', 'python')).toBeNull();
});

/** What a program passes to the SDK, read by JavaScript itself. */
function passed(body: string): unknown {
  const code = sdkCode('openai.chat', body, 'typescript') ?? '';
  const call = /create\(([\s\S]*)\);\n$/.exec(code)?.[1] ?? '';
  return new Function(`return (${call});`)() as unknown;
}

const hostileObjects = fc.dictionary(
  fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'a b', '"', '\u202E', '${x}', "'"),
    fc.string({ unit: 'binary' }),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

test('a TypeScript program passes exactly the recorded values, with hostile names and texts', () => {
  fc.assert(
    fc.property(hostileObjects, (body) => {
      const json = JSON.stringify(body);
      expect(JSON.stringify(passed(json))).toBe(JSON.stringify(JSON.parse(json)));
    }),
  );
});

test('a program text has no hidden characters', () => {
  const body = JSON.stringify({ a: 'x\u202Ey\u200B\u{E0041}\u2028\ud800' });
  for (const language of ['python', 'typescript'] as const) {
    const code = sdkCode('openai.chat', body, language) ?? '';
    expect(code).toMatch(/^[\n -~]*$/);
  }
  expect(passed(body)).toEqual(JSON.parse(body));
});
