import assert from 'node:assert/strict';
import { CHAT, CHAT_USAGE, holds, one, succeeds, sentAttempts, type Behaviour } from '../behaviour.ts';

export const ODD_INPUT_AND_RESPONSES: readonly Behaviour[] = [
  {
    name: 'frozen parameters',
    run: ({ client }) => client('ok').chat.completions.create(Object.freeze({ ...CHAT })),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'parameters throw when they are read',
    run: ({ client }) =>
      client('ok').chat.completions.create({
        ...CHAT,
        get temperature(): number {
          throw new Error('not for you');
        },
      }),
    records: () => undefined,
  },
  {
    name: 'no messages, no model',
    run: ({ client }) => client('ok').chat.completions.create({} as never),
    records: succeeds({ usage: CHAT_USAGE, requestModel: undefined }),
  },
  {
    name: 'the body is empty',
    run: async ({ client }) => String(await client('empty').chat.completions.create(CHAT)),
    records: (records) => assert.equal(one(records).usage, undefined),
  },
  {
    name: 'the response is null',
    run: ({ client }) => client('null').chat.completions.create(CHAT),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'a response with status 200 contains a failure',
    run: ({ client }) => client('error-in-body').chat.completions.create(CHAT),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, errorCode: '502' });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'the response is text',
    run: ({ client }) => client('text').chat.completions.create(CHAT),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'the response is 204',
    run: ({ client }) => client('no-content').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { state: 'success', statusCode: 204, usage: undefined }),
  },
  {
    name: 'the response has unexpected types',
    run: ({ client }) => client('odd').embeddings.create({ model: 'm', input: 'x', encoding_format: 'float' }),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'the response is broken JSON',
    run: ({ client }) => client('bad-json').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200, errorType: 'SyntaxError' }),
  },
  {
    name: 'the body breaks off',
    run: ({ client }) =>
      client('cut-body')
        .chat.completions.create(CHAT)
        .catch((error: Error) => error.constructor.name),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200, usage: undefined }),
  },
  {
    name: 'the SDK retries a body that times out',
    majors: [7],
    run: ({ client }) => client('slow-body-once', { timeout: 80, maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'success', usage: CHAT_USAGE });
      assert.deepEqual(sentAttempts(record), [
        ['failed', 200, 'possibly'],
        ['success', 200, 'yes'],
      ]);
      assert.equal(record.attempts[0]?.errorCode, 'timeout');
    },
  },
  {
    name: 'many concurrent calls keep their attempts apart',
    run: async ({ client }) => {
      const calls = Array.from({ length: 12 }, (_, index) =>
        client(index % 2 === 0 ? 'flaky' : 'ok', { maxRetries: 2 }).chat.completions.create(CHAT),
      );
      return (await Promise.all(calls)).length;
    },
    records: (records) => {
      assert.equal(records.length, 12);
      const counts = records.map(({ attempts }) => attempts.length).sort();
      assert.deepEqual(counts, [1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3]);
    },
  },
];
