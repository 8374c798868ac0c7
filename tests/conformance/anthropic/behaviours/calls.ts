import assert from 'node:assert/strict';
import type Anthropic from '@anthropic-ai/sdk';
import { holds, MESSAGE, one, succeeds, sentAttempts, USAGE, type Behaviour } from '../behaviour.ts';

const JSON_OUTPUT = { format: { type: 'json_schema', schema: { type: 'object', properties: {} } } } as const;

export const CALLS: readonly Behaviour[] = [
  {
    name: 'message',
    run: ({ client }) =>
      client('ok').messages.create(
        {
          ...MESSAGE,
          temperature: 0,
          top_p: 0.5,
          service_tier: 'auto',
          output_config: { ...JSON_OUTPUT, effort: 'low' },
        } as Anthropic.MessageCreateParamsNonStreaming,
        { openTelemetry: { conversationId: 'conv_1' } },
      ),
    records: (records, expected) => {
      succeeds({
        operation: 'chat',
        apiFormat: 'anthropic.messages',
        provider: expected.provider,
        method: 'POST',
        stream: undefined,
        requestModel: 'claude-sonnet-5-5',
        responseModel: 'claude-sonnet-5-5-20261001',
        responseId: expected.responseId,
        finishReasons: ['end_turn'],
        requestedServiceTier: 'auto',
        servedServiceTier: 'priority',
        conversationId: 'conv_1',
        usage: USAGE,
        keyPreview: expected.keyPreview,
        params: { maxTokens: 100, temperature: 0, topP: 0.5, reasoningLevel: 'low', outputType: 'json' },
      })(records);
      const { path, attempts } = one(records);
      assert.equal(path?.replace(/^\/ok\/[^/]+/, ''), expected.path);
      assert.equal(attempts[0]?.requestId, 'req_1');
      assert.equal(attempts[0]?.endpoint, path);
      assert.deepEqual(attempts[0]?.usage, USAGE);
    },
  },
  {
    name: 'beta.messages',
    run: ({ client }) => client('ok').beta.messages.create({ ...MESSAGE, betas: ['a-beta'] }),
    records: succeeds({ usage: USAGE, apiFormat: 'anthropic.messages' }),
  },
  {
    name: 'messages.parse()',
    run: ({ client }) => client('ok').messages.parse({ ...MESSAGE, output_config: JSON_OUTPUT }),
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'counting tokens creates no record',
    platforms: ['anthropic', 'vertex'],
    run: ({ client }) => client('ok').messages.countTokens({ model: MESSAGE.model, messages: MESSAGE.messages }),
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'counting tokens by beta.messages creates no record',
    platforms: ['anthropic', 'vertex'],
    run: ({ client }) =>
      client('ok').beta.messages.countTokens({ model: MESSAGE.model, messages: [...MESSAGE.messages] }),
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'batches create no record',
    platforms: ['anthropic'],
    run: ({ client }) => {
      const params = { model: MESSAGE.model, max_tokens: 100, messages: MESSAGE.messages };
      return client('ok').messages.batches.create({ requests: [{ custom_id: 'a', params }] });
    },
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'beta.messages.toolRunner(): each request is a call',
    run: async ({ client }) => {
      const tool = {
        name: 'time',
        input_schema: { type: 'object' },
        run: () => 'noon',
        parse: (input: unknown) => input,
      };
      const runner = client('tool').beta.messages.toolRunner({ ...MESSAGE, tools: [tool as never] });
      const seen = [];
      for await (const message of runner) seen.push(message);
      return seen;
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ state, finishReasons, usage }) => [state, finishReasons, usage]),
        [
          ['success', ['tool_use'], USAGE],
          ['success', ['end_turn'], USAGE],
        ],
      ),
  },
  {
    name: 'the model refuses: the call succeeded',
    run: ({ client }) => client('refusal').messages.create(MESSAGE),
    records: succeeds({ finishReasons: ['refusal'], usage: USAGE }),
  },
  {
    name: 'the model pauses its turn',
    run: ({ client }) => client('paused').messages.create(MESSAGE),
    records: succeeds({ finishReasons: ['pause_turn'], usage: USAGE }),
  },
  {
    name: 'lists create no record',
    platforms: ['anthropic'],
    run: ({ client }) => client('ok').models.list(),
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'withResponse()',
    run: async ({ client }) => {
      const { data, request_id, response } = await client('ok').messages.create(MESSAGE).withResponse();
      return [data, request_id, response.status];
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'asResponse() leaves the body to the app',
    run: async ({ client }) => (await client('ok').messages.create(MESSAGE).asResponse()).json(),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'withOptions() and a fetch of the app',
    run: async ({ client }) => {
      let asked = 0;
      const fetching = (...args: Parameters<typeof fetch>) => (asked++, fetch(...args));
      const copy = client('ok', { fetch: fetching }).withOptions({ timeout: 5000 });
      return [await copy.messages.create(MESSAGE), asked, Object.keys(copy)];
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'the SDK retries: limited, overloaded, 200',
    run: ({ client }) => client('flaky', { maxRetries: 2 }).messages.create(MESSAGE),
    records: (records, expected) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', 429, 'no'],
        ['failed', expected.overloaded.statusCode, 'no'],
        ['success', 200, 'yes'],
      ]);
      assert.deepEqual(
        one(records).attempts.map(({ retry, requestId }) => [retry, requestId]),
        [
          [0, 'req_1'],
          [1, 'req_2'],
          [2, 'req_3'],
        ],
      );
    },
  },
  {
    name: '429 until the SDK stops retrying',
    run: ({ client }) => client('limited', { maxRetries: 1 }).messages.create(MESSAGE),
    records: (records, { limited }) => {
      holds(one(records), { state: 'failed', usage: undefined, ...limited });
      assert.equal(one(records).attempts.length, 2);
    },
  },
  {
    name: 'a refused key',
    run: ({ client }) => client('bad-key', { maxRetries: 2 }).messages.create(MESSAGE),
    records: (records, { badKey }) => {
      holds(one(records), { state: 'failed', ...badKey });
      assert.deepEqual(sentAttempts(one(records)), [['failed', badKey.statusCode, 'no']]);
    },
  },
  {
    name: 'the connection breaks before the response, and the next one works',
    run: ({ client }) => client('reset-once', { maxRetries: 1 }).messages.create(MESSAGE),
    records: (records) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', undefined, 'possibly'],
        ['success', 200, 'yes'],
      ]);
    },
  },
  {
    name: 'the request times out',
    run: ({ client }) => client('hang', { timeout: 60 }).messages.create(MESSAGE),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'APIConnectionTimeoutError', errorCode: 'timeout' });
      assert.deepEqual(sentAttempts(one(records)), [['failed', undefined, 'possibly']]);
    },
  },
  {
    name: 'the caller aborts before the response',
    run: async ({ client, hungUp }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 60);
      const error = await client('hang')
        .messages.create(MESSAGE, { signal: controller.signal })
        .catch((thrown: Error) => thrown.constructor.name);
      return { error, hungUp: await hungUp() };
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', errorType: 'APIUserAbortError', errorCode: 'cancelled' });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', undefined, 'possibly']]);
    },
  },
  {
    name: 'the body is not JSON',
    run: ({ client }) => client('bad-json').messages.create(MESSAGE),
    records: (records) => holds(one(records), { state: 'failed', errorType: 'SyntaxError', statusCode: 200 }),
  },
  {
    name: 'the body has unexpected values',
    run: ({ client }) => client('odd').messages.create(MESSAGE),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'frozen parameters',
    run: ({ client }) => client('ok').messages.create(Object.freeze({ ...MESSAGE })),
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'required parameters are missing',
    run: ({ client }) => client('ok').messages.create({} as Anthropic.MessageCreateParamsNonStreaming),
    records: () => undefined,
  },
  {
    name: 'the app does not await the call',
    run: async ({ client, collected }) => {
      void client('ok').messages.create(MESSAGE);
      await collected();
    },
    records: (records) => assert.equal(records.length <= 1, true),
  },
];
