import assert from 'node:assert/strict';
import {
  CHAT,
  CHAT_USAGE,
  holds,
  JSON_FORMAT,
  one,
  STREAM,
  STREAM_USAGE,
  succeeds,
  type Behaviour,
} from '../behaviour.ts';

export const HELPERS: readonly Behaviour[] = [
  {
    name: 'chat.completions.parse()',
    run: ({ client }) => client('ok').chat.completions.parse({ ...CHAT, response_format: JSON_FORMAT }),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'parse() of a truncated response: the call succeeded',
    run: ({ client }) => client('length').chat.completions.parse({ ...CHAT, response_format: JSON_FORMAT }),
    records: succeeds({ finishReasons: ['length'], usage: CHAT_USAGE }),
  },
  {
    name: 'chat.completions.stream()',
    run: async ({ client }) => {
      const stream = client('ok').chat.completions.stream(STREAM_USAGE);
      const text: string[] = [];
      stream.on('content', (delta) => text.push(delta));
      return [await stream.finalChatCompletion(), text, await stream.totalUsage()];
    },
    records: succeeds({ usage: CHAT_USAGE, stream: true }),
  },
  {
    name: 'chat.completions.stream(), aborted',
    run: async ({ client, hungUp }) => {
      const stream = client('stuck-stream').chat.completions.stream(STREAM);
      stream.on('content', () => setTimeout(() => stream.abort(), 10));
      const error = await stream.done().catch((thrown: Error) => thrown.constructor.name);
      return [error, await hungUp()];
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'runTools(): each request is a call',
    run: ({ client }) => {
      const tool = {
        type: 'function',
        function: { name: 'time', parameters: {}, function: () => 'noon', parse: JSON.parse },
      };
      const runner = client('tool').chat.completions.runTools({ ...CHAT, tools: [tool as never] });
      return runner.finalContent();
    },
    records: (records) => {
      assert.deepEqual(
        records.map(({ state, finishReasons }) => [state, finishReasons]),
        [
          ['success', ['tool_calls']],
          ['success', ['stop']],
        ],
      );
    },
  },
];
