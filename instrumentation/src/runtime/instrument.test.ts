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

/** The method that a client sends by, as it is now. */
const sending = (client: object): unknown => (client as { makeRequest?: unknown }).makeRequest;

test('where recording is off nothing is patched, and it is not started again', () => {
  startRecording({ TOKENTRAIL_DISABLED: 'true' });
  const client = new OpenAI(KEY);
  const before = sending(client);
  expect(instrument(client)).toBe(client);
  expect(sending(client)).toBe(before);
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
  const patched = sending(prototype);
  expect(instrument(client)).toBe(client);
  expect(sending(client)).toBe(patched);
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

test('a client of another version of @google/genai is let alone', () => {
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
  ['a class in place of a client', OpenAI],
  ['a client of another SDK', new Groq()],
])('%s comes back untouched, and one warning names what is taken', (_name, given) => {
  startRecording(ON);
  const before = sending(Groq.prototype);
  expect(instrument(given)).toBe(given);
  expect(instrument(given)).toBe(given);
  expect(sending(Groq.prototype)).toBe(before);
  expect(warnings).toHaveLength(1);
  for (const name of ['openai 6 and 7', '@anthropic-ai/sdk 1', '@google/genai 3']) expect(warnings[0]).toContain(name);
});

const thrower = () => {
  throw new Error('not for you');
};

test.each([null, undefined, 'client', new Proxy({}, { has: thrower, getPrototypeOf: thrower })])(
  'nothing is thrown, whatever is given',
  (given) => {
    startRecording(ON);
    expect(instrument(given)).toBe(given);
  },
);
