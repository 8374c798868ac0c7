import { all, CHAT, CHAT_USAGE, holds, one, STREAM_USAGE, succeeds, type Behaviour } from '../behaviour.ts';

export const PROMISES: readonly Behaviour[] = [
  {
    name: 'create().withResponse()',
    run: async ({ client }) => {
      const { data, response, request_id } = await client('ok').chat.completions.create(CHAT).withResponse();
      return [data, response.status, response.bodyUsed, request_id];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'create().withResponse() of a stream',
    run: async ({ client }) => {
      const { data, response } = await client('ok').chat.completions.create(STREAM_USAGE).withResponse();
      return [await all(data), response.status];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'create().asResponse() leaves the body to the app',
    run: async ({ client }) => {
      const response = await client('ok').chat.completions.create(CHAT).asResponse();
      return [response.status, response.bodyUsed, await response.text()];
    },
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'create().asResponse() of a stream',
    run: async ({ client }) => (await client('ok').chat.completions.create(STREAM_USAGE).asResponse()).text(),
    records: succeeds({ usage: undefined, stream: true }),
  },
  {
    name: 'asResponse() and the parsed response of one call',
    run: async ({ client }) => {
      const promise = client('ok').chat.completions.create(CHAT);
      const [response, data] = await Promise.all([promise.asResponse(), promise]);
      return [response.status, data];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'asResponse() of a refused call',
    run: ({ client }) => client('limited').chat.completions.create(CHAT).asResponse(),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429 }),
  },
  {
    name: "the promise is the SDK's own",
    run: async ({ client, APIPromise }) => {
      const promise = client('ok').chat.completions.create(CHAT);
      const methods = ['then', 'catch', 'finally', 'asResponse', 'withResponse', '_thenUnwrap'];
      return [
        promise instanceof (APIPromise as new () => object),
        Object.keys(promise),
        methods.map((name) => typeof (promise as unknown as Record<string, unknown>)[name]),
        await promise.finally(() => undefined),
        (await promise) === (await promise),
      ];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'the app does not await the call',
    run: async ({ client, collected }) => {
      void client('ok').chat.completions.create(CHAT);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await collected();
    },
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'a refused call that is not awaited is an unhandled rejection',
    run: async ({ client }) => {
      void client('bad-key').chat.completions.create(CHAT);
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
    records: (records) => holds(one(records), { state: 'failed', statusCode: 401 }),
  },
];
