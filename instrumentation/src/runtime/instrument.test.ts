import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI, { AzureOpenAI } from 'openai';
import { instrument } from './instrument.ts';
import { currentRuntime } from '../api/runtime.ts';
import { shutdown, startRecording } from './start.ts';

const ON = { TOKENTRAIL_OTLP_ENDPOINT: 'http://127.0.0.1:1', TOKENTRAIL_SPOOL_DIR: 'none' };
const KEY = { apiKey: 'sk-none', dangerouslyAllowBrowser: true };

let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
});
afterEach(() => shutdown());

/** The current method of a client that sends requests. */
const sendMethodOf = (client: object): unknown => (client as { makeRequest?: unknown }).makeRequest;

test('while recording is off nothing is patched, and recording is not started again', () => {
  startRecording({ TOKENTRAIL_DISABLED: 'true' });
  const client = new OpenAI(KEY);
  const before = sendMethodOf(client);
  expect(instrument(client)).toBe(client);
  expect(sendMethodOf(client)).toBe(before);
  expect(currentRuntime()).toBeUndefined();
  expect(warnings).toEqual([]);
});

test.each([
  ['openai', new OpenAI(KEY), OpenAI.prototype],
  ['openai on Azure', new AzureOpenAI({ ...KEY, endpoint: 'https://a.example', apiVersion: '1' }), OpenAI.prototype],
  ['@anthropic-ai/sdk', new Anthropic(KEY), Object.getPrototypeOf(Anthropic.prototype) as object],
])("a client of %s: the SDK's own class is patched, once", (_name, client, prototype) => {
  startRecording(ON);
  const own = Object.keys(client);
  expect(instrument(client)).toBe(client);
  const patched = sendMethodOf(prototype);
  expect(instrument(client)).toBe(client);
  expect(sendMethodOf(client)).toBe(patched);
  expect(String(patched)).toContain('observeRequest');
  expect(Object.keys(client)).toEqual(own);
  expect(warnings).toEqual([]);
});

test('a client of @google/genai: its own methods and those of clients made later are observed, once', () => {
  startRecording(ON);
  const client = new GoogleGenAI({ apiKey: 'none' });
  const bare = client.models.generateContent;
  expect(instrument(client)).toBe(client);
  const { generateContent } = client.models;
  expect(generateContent).not.toBe(bare);
  expect(instrument(client).models.generateContent).toBe(generateContent);
  const later = new GoogleGenAI({ apiKey: 'none' });
  expect(String(later.models.generateContent)).toBe(String(generateContent));
  expect(warnings).toEqual([]);
});

test('a client of an unsupported version of @google/genai is not patched', () => {
  startRecording(ON);
  const headers = { 'x-goog-api-client': 'google-genai-sdk/9.0.0 gl-node/v24' };
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { headers } });
  const bare = client.models.generateContent;
  instrument(client);
  expect(client.models.generateContent).toBe(bare);
  expect(warnings).toHaveLength(1);
});

class Groq {
  chat = {};
  responses = {};
  request() {}
  makeRequest() {}
  fetchWithTimeout() {}
  getUserAgent() {
    return 'Groq/JS 0.30.0';
  }
}

test.each([
  ['an object', { chat: {}, responses: {} }],
  ['a class instead of a client', OpenAI],
  ['a client of another SDK', new Groq()],
])('%s is returned unchanged, and one warning names the supported SDKs', (_name, value) => {
  startRecording(ON);
  const before = sendMethodOf(Groq.prototype);
  expect(instrument(value)).toBe(value);
  expect(instrument(value)).toBe(value);
  expect(sendMethodOf(Groq.prototype)).toBe(before);
  expect(warnings).toHaveLength(1);
  for (const name of ['openai >=6 <8', '@anthropic-ai/sdk >=1 <2', '@google/genai >=3 <4'])
    expect(warnings[0]).toContain(name);
});

const thrower = () => {
  throw new Error('not allowed');
};

test.each([null, undefined, 'client', new Proxy({}, { has: thrower, getPrototypeOf: thrower })])(
  'never throws, for any value',
  (value) => {
    startRecording(ON);
    expect(instrument(value)).toBe(value);
  },
);
