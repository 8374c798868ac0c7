import assert from 'node:assert/strict';
import { all, holds, one, RESPONSE, RESPONSE_USAGE, succeeds, sentAttempts, type Behaviour } from '../behaviour.ts';

export const RESPONSES: readonly Behaviour[] = [
  {
    name: 'response',
    run: ({ client }) =>
      client('ok').responses.create({
        ...RESPONSE,
        conversation: { id: 'conv_1' },
        max_output_tokens: 64,
        temperature: 0.2,
        reasoning: { effort: 'high' },
        text: { format: { type: 'text' } },
        service_tier: 'auto',
      }),
    records: succeeds({
      operation: 'chat',
      apiFormat: 'openai.responses',
      conversationId: 'conv_1',
      responseId: 'resp_1',
      requestedServiceTier: 'auto',
      servedServiceTier: 'flex',
      finishReasons: ['completed'],
      usage: RESPONSE_USAGE,
      params: { maxTokens: 64, temperature: 0.2, reasoningLevel: 'high', outputType: 'text' },
    }),
  },
  {
    name: 'response, streamed',
    run: async ({ client }) => all(await client('ok').responses.create({ ...RESPONSE, stream: true })),
    records: succeeds({ stream: true, usage: RESPONSE_USAGE, responseId: 'resp_1', servedServiceTier: 'flex' }),
  },
  {
    name: 'responses.parse()',
    run: ({ client }) => client('ok').responses.parse(RESPONSE),
    records: succeeds({ usage: RESPONSE_USAGE }),
  },
  {
    name: 'responses.stream()',
    run: ({ client }) => client('ok').responses.stream(RESPONSE).finalResponse(),
    records: succeeds({ usage: RESPONSE_USAGE, stream: true }),
  },
  {
    name: 'a response failed although the status is 200',
    run: ({ client }) => client('failed-response').responses.create(RESPONSE),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, errorCode: 'server_error', usage: RESPONSE_USAGE });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'a streamed response failed',
    run: async ({ client }) => all(await client('failed-response').responses.create({ ...RESPONSE, stream: true })),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'server_error', usage: RESPONSE_USAGE }),
  },
  {
    name: 'a response is incomplete',
    run: ({ client }) => client('incomplete-response').responses.create(RESPONSE),
    records: succeeds({ finishReasons: ['max_output_tokens'], usage: RESPONSE_USAGE }),
  },
  {
    name: 'a streamed response contains an error event',
    run: async ({ client }) => all(await client('error-in-stream').responses.create({ ...RESPONSE, stream: true })),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'overloaded', usage: undefined }),
  },
  {
    name: 'a streamed response ends without its last event',
    run: async ({ client }) => all(await client('ended-stream').responses.create({ ...RESPONSE, stream: true })),
    records: (records) =>
      holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined, responseId: 'resp_1' }),
  },
  {
    name: 'the app breaks out of a streamed response',
    run: async ({ client, hungUp }) => {
      for await (const _ of await client('stuck-stream').responses.create({ ...RESPONSE, stream: true })) break;
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
];
