import assert from 'node:assert/strict';
import type OpenAI from 'openai';
import { all, holds, one, RESPONSE, RESPONSE_USAGE, succeeds, type Behaviour } from '../behaviour.ts';

const COMPLETION = { model: 'gpt-3.5-turbo-instruct', prompt: 'Say hello', max_tokens: 9 } as const;
const USAGE = { inputTokens: 5, outputTokens: 7 };
const DECISION = { model: 'gpt-6-mini', input: 'hello', questions: [] };

const decide = (client: OpenAI) => client.post('/decisions', { body: DECISION }) as unknown as Promise<unknown>;

export const OTHER_TEXTS: readonly Behaviour[] = [
  {
    name: 'legacy completion',
    run: ({ client }) => client('ok').completions.create(COMPLETION),
    records: succeeds({
      operation: 'text_completion',
      callType: 'chat',
      apiFormat: 'openai.completions',
      responseId: 'cmpl-1',
      finishReasons: ['stop'],
      usage: USAGE,
      params: { maxTokens: 9 },
    }),
  },
  {
    name: 'legacy completion, streamed with usage',
    run: async ({ client }) => {
      const options = { stream: true, stream_options: { include_usage: true } } as const;
      return all(await client('ok').completions.create({ ...COMPLETION, ...options }));
    },
    records: succeeds({ stream: true, finishReasons: ['stop'], usage: USAGE }),
  },
  {
    name: 'legacy completion, streamed without usage',
    run: async ({ client }) => all(await client('ok').completions.create({ ...COMPLETION, stream: true })),
    records: succeeds({ usage: undefined, finishReasons: ['stop'] }),
  },
  {
    name: 'legacy completion, streamed, the app leaves early',
    run: async ({ client, hungUp }) => {
      for await (const _ of await client('stuck-stream').completions.create({ ...COMPLETION, stream: true })) break;
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'legacy completion, streamed, breaks off',
    run: async ({ client }) => {
      const stream = await client('broken-stream').completions.create({ ...COMPLETION, stream: true });
      return all(stream).catch((thrown: Error) => [thrown.constructor.name, thrown.message]);
    },
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'legacy completion, refused',
    run: ({ client }) => client('bad-key').completions.create(COMPLETION),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 401, operation: 'text_completion' }),
  },
  {
    name: 'legacy completion with asResponse()',
    run: async ({ client }) => (await client('ok').completions.create(COMPLETION).asResponse()).json(),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'moderation',
    run: ({ client }) => client('ok').moderations.create({ input: 'hello', model: 'omni-moderation-latest' }),
    records: succeeds({
      operation: 'moderation',
      callType: 'moderation',
      apiFormat: 'openai.moderations',
      requestModel: 'omni-moderation-latest',
      responseModel: 'omni-moderation-2024-09-26',
      responseId: 'modr-1',
      usage: undefined,
    }),
  },
  {
    name: 'moderation, refused',
    run: ({ client }) => client('limited').moderations.create({ input: 'hello' }),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429, operation: 'moderation' }),
  },
  {
    name: 'moderation, the body breaks off',
    run: ({ client }) =>
      client('cut-body')
        .moderations.create({ input: 'hello' })
        .catch((thrown: Error) => thrown.constructor.name),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200, operation: 'moderation' }),
  },
  {
    name: 'moderation with asResponse()',
    run: async ({ client }) => (await client('ok').moderations.create({ input: 'hello' }).asResponse()).json(),
    records: succeeds({ operation: 'moderation' }),
  },
  {
    name: 'decision',
    run: ({ client }) => decide(client('ok')),
    records: succeeds({
      operation: 'decision',
      callType: 'other',
      responseModel: 'gpt-6-mini',
      usage: { inputTokens: 30, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
    }),
  },
  {
    name: 'responses.compact()',
    run: ({ client }) => client('ok').responses.compact(RESPONSE),
    records: (records) => {
      succeeds({ operation: 'chat', apiFormat: 'openai.responses', responseId: 'resp_2', usage: RESPONSE_USAGE })(
        records,
      );
      assert.match(one(records).path ?? '', /\/responses\/compact$/);
    },
  },
  {
    name: 'responses.compact().asResponse()',
    run: async ({ client }) => (await client('ok').responses.compact(RESPONSE).asResponse()).json(),
    records: succeeds({ operation: 'chat', usage: undefined }),
  },
  {
    name: 'responses.compact(), refused',
    run: ({ client }) => client('no-code').responses.compact(RESPONSE),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 400 }),
  },
  {
    name: 'responses.retrieve(), streamed',
    run: async ({ client }) => all(await client('ok').responses.retrieve('resp_1', { stream: true })),
    records: (records) =>
      holds(one(records), {
        operation: 'fetch_response',
        stream: true,
        state: 'success',
        usage: undefined,
        costPaidState: 'not_billed',
      }),
  },
  {
    name: 'responses.retrieve(), streamed, breaks off',
    run: async ({ client }) => {
      const stream = await client('broken-stream').responses.retrieve('resp_1', { stream: true });
      return all(stream).catch((thrown: Error) => [thrown.constructor.name, thrown.message]);
    },
    records: (records) => {
      const expected = { operation: 'fetch_response', usage: undefined, costPaidState: 'not_billed' };
      holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', ...expected });
    },
  },
  {
    name: 'responses.retrieve() of a failed response succeeds itself',
    run: ({ client }) => client('ok').responses.retrieve('resp_failed'),
    records: (records) => holds(one(records), { state: 'success', finishReasons: ['failed'], errorCode: undefined }),
  },
  {
    name: 'responses.retrieve(), refused',
    run: ({ client }) => client('no-code').responses.retrieve('resp_1'),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 400, costPaidState: 'not_billed' }),
  },
  {
    name: 'responses.retrieve().asResponse()',
    run: async ({ client }) => (await client('ok').responses.retrieve('resp_1').asResponse()).json(),
    records: (records) => holds(one(records), { state: 'success', usage: undefined, costPaidState: 'not_billed' }),
  },
  {
    name: 'other methods of responses, stored completions, files and batches create no record',
    run: async ({ client }) => {
      const ok = client('ok');
      await ok.responses.inputItems.list('resp_1');
      await ok.responses.delete('resp_1');
      await ok.chat.completions.retrieve('chatcmpl-1');
      await ok.batches.retrieve('batch_1');
      await ok.files.retrieve('file_1');
    },
    records: (records) => assert.equal(records.length, 0),
  },
];
