import { all, CHAT_USAGE, holds, one, STREAM, STREAM_USAGE, succeeds, type Behaviour } from '../behaviour.ts';

export const STREAM_READERS: readonly Behaviour[] = [
  {
    name: 'the app reads a stream twice',
    run: async ({ client }) => {
      const stream = await client('ok').chat.completions.create(STREAM_USAGE);
      return [(await all(stream)).length, await all(stream).catch((error: Error) => error.message)];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'tee(), both read',
    run: async ({ client }) => {
      const [left, right] = (await client('ok').chat.completions.create(STREAM_USAGE)).tee();
      return Promise.all([all(left), all(right)]);
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'tee(), one after the other, and the source dropped',
    run: async ({ client, collected }) => {
      const [left, right] = (await client('ok').chat.completions.create(STREAM_USAGE)).tee();
      const first = await all(left);
      await collected();
      return [first, await all(right)];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'tee(), the app leaves one branch early',
    run: async ({ client }) => {
      const [left, right] = (await client('ok').chat.completions.create(STREAM_USAGE)).tee();
      for await (const _ of left) break;
      return all(right);
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'toReadableStream()',
    run: async ({ client }) => {
      const stream = (await client('ok').chat.completions.create(STREAM_USAGE)).toReadableStream();
      return new Response(stream as unknown as ReadableStream).text();
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'toReadableStream(), cancelled',
    run: async ({ client, hungUp }) => {
      const stream = (await client('stuck-stream').chat.completions.create(STREAM)).toReadableStream();
      const reader = (stream as unknown as ReadableStream).getReader();
      await reader.read();
      await reader.cancel();
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'the stream object is unchanged',
    run: async ({ client }) => {
      const stream = await client('ok').chat.completions.create(STREAM);
      const iterator = stream[Symbol.asyncIterator]();
      const looks = {
        stream: [stream.constructor.name, Object.keys(stream), typeof stream.tee, stream.controller.constructor.name],
        iterator: [
          Object.prototype.toString.call(iterator),
          Object.keys(iterator),
          (iterator as AsyncIterableIterator<unknown>)[Symbol.asyncIterator]() === iterator,
        ],
      };
      return [looks, (await all(stream)).length];
    },
    records: succeeds({ finishReasons: ['stop'] }),
  },
];
