import assert from 'node:assert/strict';
import { CHAT, CHAT_USAGE, one, succeeds, type Behaviour } from '../behaviour.ts';

export const EMBEDDINGS_AND_CLIENTS: readonly Behaviour[] = [
  {
    name: 'embeddings',
    run: ({ client }) =>
      client('ok').embeddings.create({ model: 'text-embedding-3-small', input: 'hello', dimensions: 2 }),
    records: succeeds({
      operation: 'embeddings',
      apiFormat: 'openai.embeddings',
      usage: { inputTokens: 8 },
      responseModel: 'text-embedding-3-small',
      finishReasons: undefined,
      params: { dimensionCount: 2 },
    }),
  },
  {
    name: 'embeddings as floats',
    run: ({ client }) =>
      client('ok').embeddings.create({ model: 'text-embedding-3-small', input: 'hello', encoding_format: 'float' }),
    records: succeeds({ usage: { inputTokens: 8 } }),
  },
  {
    name: "Azure's client",
    run: ({ AzureOpenAI: Azure, baseURL }) =>
      new Azure({
        apiKey: 'azure-key-0123456789abcdef',
        endpoint: baseURL('ok').replace(/\/v1$/, ''),
        apiVersion: '2024-10-21',
        deployment: 'my-deployment',
        maxRetries: 0,
      }).chat.completions.create(CHAT),
    records: (records) => {
      succeeds({ provider: 'azure.ai.openai', usage: CHAT_USAGE, keyPreview: '...cdef' })(records);
      assert.match(
        one(records).attempts[0]?.endpoint ?? '',
        /\/openai\/deployments\/my-deployment\/chat\/completions$/,
      );
    },
  },
  {
    name: "Azure's client, retried",
    run: ({ AzureOpenAI: Azure, baseURL }) =>
      new Azure({
        apiKey: 'azure-key-0123456789abcdef',
        endpoint: baseURL('flaky').replace(/\/v1$/, ''),
        apiVersion: '2024-10-21',
        maxRetries: 2,
      }).chat.completions.create(CHAT),
    records: (records) => assert.equal(one(records).attempts.length, 3),
  },
  {
    name: 'the key comes from a function',
    run: ({ client }) => {
      const apiKey = () => Promise.resolve('sk-proj-fresh-0123456789-7777');
      return client('ok', { apiKey }).chat.completions.create(CHAT);
    },
    records: (records) => assert.equal(one(records).attempts[0]?.keyPreview, 'sk-proj-...7777'),
  },
  {
    name: 'withOptions()',
    run: ({ client }) => client('ok').withOptions({ timeout: 5000 }).chat.completions.create(CHAT),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'the app passes its own fetch',
    run: async ({ client }) => {
      let asked = 0;
      const fetching = (...args: Parameters<typeof fetch>) => (asked++, fetch(...args));
      return [await client('ok', { fetch: fetching }).chat.completions.create(CHAT), asked];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'the app uses its own subclass',
    run: ({ OpenAI: Client, baseURL }) => {
      class Mine extends Client {}
      return new Mine({ apiKey: 'sk-proj-0123456789-wxyz', baseURL: baseURL('ok') }).chat.completions.create(CHAT);
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'lists create no record',
    run: async ({ client }) => {
      const models = [];
      for await (const model of client('ok').models.list()) models.push(model);
      return models;
    },
    records: (records) => assert.equal(records.length, 0),
  },
];
