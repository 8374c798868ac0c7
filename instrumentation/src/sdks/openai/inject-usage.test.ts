import { askForUsage, wasAskedForUsage } from './inject-usage.ts';

const CLIENT = { baseURL: 'https://api.openai.com/v1' };
const BODY = { model: 'gpt-4o', messages: [], stream: true };
const OPTIONS = { method: 'post', path: '/chat/completions', stream: true, body: BODY, timeout: 5 };

const asking = (options: object, client: object = {}) =>
  askForUsage({ ...CLIENT, ...client }, { ...OPTIONS, ...options })?.body;
const ASKED = { ...BODY, stream_options: { include_usage: true } };

test('usage of a streamed chat is asked for in a copy', () => {
  const frozen = Object.freeze({ ...BODY, stream_options: Object.freeze({ include_obfuscation: false }) });
  const options = Object.freeze({ ...OPTIONS, body: frozen });
  expect(askForUsage(CLIENT, options)).toEqual({
    ...options,
    body: { ...BODY, stream_options: { include_obfuscation: false, include_usage: true } },
  });
  expect(frozen.stream_options).toEqual({ include_obfuscation: false });
});

test('null means that the app did not decide', () => {
  expect(asking({ body: { ...BODY, stream_options: null } })).toEqual(ASKED);
  expect(asking({ body: { ...BODY, stream_options: { include_usage: null } } })).toEqual(ASKED);
});

class Params {
  stream = true;
}

test.each([
  ['a request without stream', { stream: false }],
  ['a body without stream', { body: { model: 'gpt-4o' } }],
  ['another API', { path: '/completions' }],
  ['a list', { method: 'get' }],
  ['an app that asks for usage', { body: { ...BODY, stream_options: { include_usage: true } } }],
  ['an app that wants no usage', { body: { ...BODY, stream_options: { include_usage: false } } }],
  ['stream options of another type', { body: { ...BODY, stream_options: 'all' } }],
  ["answers on Azure's own data", { body: { ...BODY, data_sources: [] } }],
  ['a body of another class', { body: new Params() }],
  ['a body with toJSON', { body: { ...BODY, toJSON: () => BODY } }],
  ['a body that cannot be read', { body: { ...BODY, get model() { throw new Error('not for you'); } } }], // prettier-ignore
  ['no body', { body: undefined }],
])('%s: nothing is asked for', (_name, options) => {
  expect(asking(options)).toBeUndefined();
});

test.each([
  [{ baseURL: 'https://api.mistral.ai/v1' }, undefined],
  [{ baseURL: 'https://a.openai.azure.com/openai', apiVersion: '2024-08-01-preview' }, undefined],
  [{ baseURL: 'https://a.openai.azure.com/openai', apiVersion: '2024-09-01-preview' }, ASKED],
  [{ baseURL: 'https://a.openai.azure.com/openai', apiVersion: '2025-04-01-preview' }, ASKED],
  [{ baseURL: 'https://a.openai.azure.com/openai', apiVersion: 'preview' }, ASKED],
  [{ baseURL: 'https://api.groq.com/openai/v1' }, ASKED],
])('at %j', (client, asked) => {
  expect(asking({}, client)).toEqual(asked);
});

test('only the chunk with usage alone is hidden; usage null is removed from the others', () => {
  const usage = { prompt_tokens: 1 };
  expect(wasAskedForUsage({ choices: [], usage })).toBe(true);
  expect(wasAskedForUsage({ choices: [{ index: 0 }], usage })).toBe(false);
  expect(wasAskedForUsage({ choices: [], prompt_filter_results: [] })).toBe(false);
  const chunk = { choices: [{ index: 0 }], usage: null };
  expect(wasAskedForUsage(chunk)).toBe(false);
  expect(chunk).toEqual({ choices: [{ index: 0 }] });
  for (const odd of [null, 'text', {}]) expect(wasAskedForUsage(odd)).toBe(false);
});
