import assert from 'node:assert/strict';
import type { SeenRecord } from '../../seen-record.ts';
import {
  all,
  ASK,
  clock,
  holds,
  MODEL,
  one,
  readToError,
  retrying,
  succeeds,
  sentAttempts,
  USAGE,
  usageTimes,
  type Behaviour,
} from '../behaviour.ts';

const WITH_TOOL = { ...ASK, config: { tools: [clock()] } };

/** Expects one record of `requests` successful requests, each with its own usage. */
const respondedBy = (requests: number) => (records: SeenRecord[]) => {
  const record = one(records);
  holds(record, { state: 'success', statusCode: 200, usage: usageTimes(requests), finishReasons: ['STOP'] });
  assert.deepEqual(
    record.attempts.map(({ state, usage, continues }) => [state, usage, continues]),
    Array.from({ length: requests }, (_, index) => ['success', USAGE, index === 0 ? undefined : true]),
  );
};

export const SEVERAL_REQUESTS: readonly Behaviour[] = [
  {
    name: 'automatic function calling: one call, two requests',
    run: async ({ client, asked }) => [await client('tools').models.generateContent(WITH_TOOL), await asked()],
    records: respondedBy(2),
  },
  {
    name: 'automatic function calling, as a stream',
    run: async ({ client, asked }) => [
      await all(await client('tools').models.generateContentStream({ ...WITH_TOOL })),
      await asked(),
    ],
    records: respondedBy(2),
  },
  {
    name: 'automatic function calling until the SDK stops it',
    run: ({ client }) =>
      client('always-tools').models.generateContent({
        ...ASK,
        config: { tools: [clock()], automaticFunctionCalling: { maximumRemoteCalls: 3 } },
      }),
    records: respondedBy(3),
  },
  {
    name: 'automatic function calling is switched off',
    run: ({ client }) =>
      client('tools').models.generateContent({
        ...ASK,
        config: { tools: [clock()], automaticFunctionCalling: { disable: true } },
      }),
    records: respondedBy(1),
  },
  {
    name: 'the SDK retries within automatic function calling',
    run: ({ client }) => client('tools-flaky', retrying(2)).models.generateContent(WITH_TOOL),
    records: (records) => {
      holds(one(records), { state: 'success', usage: usageTimes(2) });
      assert.deepEqual(sentAttempts(one(records)), [
        ['success', 200, 'yes'],
        ['failed', 503, 'no'],
        ['success', 200, 'yes'],
      ]);
      assert.deepEqual(
        one(records).attempts.map(({ continues }) => continues),
        [undefined, true, undefined],
      );
    },
  },
  {
    name: 'the second request is refused: the usage of the first is recorded',
    run: ({ client }) => client('tools-then-refused').models.generateContent(WITH_TOOL),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 403, errorCode: 'PERMISSION_DENIED', usage: USAGE });
      assert.deepEqual(sentAttempts(one(records)), [
        ['success', 200, 'yes'],
        ['failed', 403, 'no'],
      ]);
    },
  },
  {
    name: 'the second request reports no usage: the usage of the call is unknown',
    run: ({ client }) => client('tools-then-silent').models.generateContent(WITH_TOOL),
    records: (records) => {
      holds(one(records), { state: 'success', usage: undefined });
      assert.deepEqual(
        one(records).attempts.map(({ usage }) => usage),
        [USAGE, undefined],
      );
    },
  },
  {
    name: "the app's tool throws",
    run: ({ client }) => {
      const broken = clock(() => Promise.reject(new RangeError('mine')));
      return client('tools').models.generateContent({ ...ASK, config: { tools: [broken] } });
    },
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'RangeError', errorCode: undefined, usage: USAGE });
      assert.deepEqual(sentAttempts(one(records)), [['success', 200, 'yes']]);
    },
  },
  {
    name: "the app's tool throws in a stream",
    run: async ({ client }) => {
      const broken = clock(() => Promise.reject(new RangeError('mine')));
      return readToError(await client('tools').models.generateContentStream({ ...ASK, config: { tools: [broken] } }));
    },
    records: (records) => holds(one(records), { state: 'failed', errorType: 'RangeError', usage: USAGE }),
  },
  {
    name: "the app's tool calls a model, which is a separate call, and counts tokens, which is none",
    run: ({ client }) => {
      const inner = client('ok');
      const asking = clock(async () => {
        await inner.models.countTokens(ASK);
        await inner.models.generateContent(ASK);
        await all(await inner.models.generateContentStream(ASK));
      });
      return client('tools').models.generateContent({ ...ASK, config: { tools: [asking] } });
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ attempts, usage }) => [attempts.length, usage]),
        [
          [1, USAGE],
          [1, USAGE],
          [2, usageTimes(2)],
        ],
      ),
  },
  {
    name: 'tools that cannot be combined: no request is sent',
    run: ({ client }) => {
      const mixed = [clock(), { functionDeclarations: [{ name: 'other' }] }];
      return client('tools').models.generateContent({ ...ASK, config: { tools: mixed } });
    },
    records: () => undefined,
  },
  {
    name: 'the app breaks between two requests of a stream',
    run: async ({ client, asked }) => {
      const seen = [];
      for await (const chunk of await client('tools').models.generateContentStream({ ...WITH_TOOL })) {
        seen.push(chunk);
        break;
      }
      return [seen, await asked()];
    },
    records: respondedBy(1),
  },
  {
    name: 'a stream with tools that the app never reads sends no request and creates no record',
    run: async ({ client, collected, asked }) => {
      await (async () => void (await client('tools').models.generateContentStream({ ...WITH_TOOL })))();
      await collected();
      return asked();
    },
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'automatic continuation: one call, three requests',
    run: async ({ client, asked }) => [await client('continued').models.generateContent(ASK), await asked()],
    records: respondedBy(3),
  },
  {
    name: 'automatic continuation, as a stream',
    run: async ({ client, asked }) => [
      await all(await client('continued').models.generateContentStream(ASK)),
      await asked(),
    ],
    records: respondedBy(3),
  },
  {
    name: 'automatic continuation is switched off',
    run: ({ client }) =>
      client('continued').models.generateContent({ ...ASK, config: { automaticContinuation: false } }),
    records: succeeds({ usage: USAGE, finishReasons: ['CONTINUATION'] }),
  },
  {
    name: 'a continuation is refused',
    run: ({ client }) => client('continued-then-refused').models.generateContent(ASK),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 403, usage: USAGE }),
  },
  {
    name: 'a continuation is refused, as a stream',
    run: async ({ client }) => readToError(await client('continued-then-refused').models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 403, errorCode: 'PERMISSION_DENIED', usage: USAGE });
      assert.equal(one(records).attempts.length, 2);
    },
  },
  {
    name: 'a stream breaks and is resumed: the lost part is billed with unknown usage',
    run: async ({ client }) => readToError(await client('resumed-stream').models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', 200, 'yes'],
        ['success', 200, 'yes'],
      ]);
    },
  },
  {
    name: 'a chat has one record per message',
    run: async ({ client }) => {
      const chat = client('ok').chats.create({ model: MODEL, config: { temperature: 0 } });
      const responses = [await chat.sendMessage({ message: 'Hello' }), await chat.sendMessage({ message: 'Again' })];
      return [responses, chat.getHistory()];
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ state, usage, params }) => [state, usage, params]),
        [1, 2].map(() => ['success', USAGE, { temperature: 0 }]),
      ),
  },
  {
    name: 'a chat, as a stream',
    run: async ({ client }) => {
      const chat = client('ok').chats.create({ model: MODEL });
      return [await all(await chat.sendMessageStream({ message: 'Hello' })), chat.getHistory()];
    },
    records: succeeds({ usage: USAGE, stream: true }),
  },
  {
    name: 'a chat with a tool',
    run: async ({ client }) => {
      const chat = client('tools').chats.create({ model: MODEL, config: { tools: [clock()] } });
      return [await chat.sendMessage({ message: 'What time is it?' }), chat.getHistory()];
    },
    records: respondedBy(2),
  },
  {
    name: 'a chat continues after a refused message',
    run: async ({ client }) => {
      const chat = client('flaky').chats.create({ model: MODEL });
      const error = await chat.sendMessage({ message: 'Hello' }).catch((thrown: Error) => thrown.message);
      return [error, chat.getHistory()];
    },
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429 }),
  },
  {
    name: 'the app breaks out of a chat',
    run: async ({ client, hungUp }) => {
      const chat = client('stuck-stream').chats.create({ model: MODEL });
      for await (const _ of await chat.sendMessageStream({ message: 'Hello' })) break;
      return [chat.getHistory(), await hungUp()];
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
];
