import assert from 'node:assert/strict';
import {
  all,
  responded,
  responds,
  holds,
  one,
  PROMPT,
  STREAMED,
  sentAttempts,
  type Behaviour,
  type Stage,
} from '../behaviour.ts';

/** A schema that the provider's response matches, and one that it does not. */
const schema = ({ z }: Stage) => z.object({ word: z.string() });
const otherSchema = ({ z }: Stage) => z.object({ number: z.number() });

export const OBJECTS: readonly Behaviour[] = [
  {
    name: 'structured output',
    run: async (stage) => {
      const output = stage.ai.Output.object({ schema: schema(stage) });
      return (await stage.ai.generateText({ model: stage.ask('ok'), ...PROMPT, output })).output;
    },
    records: responds({ params: { outputType: 'json' } }),
  },
  {
    name: 'structured output does not match the schema: the call succeeded',
    run: async (stage) => {
      const output = stage.ai.Output.object({ schema: otherSchema(stage) });
      const { ai, ask } = stage;
      return ai.generateText({ model: ask('ok'), ...PROMPT, output }).then(({ output: made }) => made, nameOf);
    },
    records: responds(),
  },
  {
    name: 'generateObject',
    run: async (stage) => {
      const { object, usage } = await stage.ai.generateObject({
        model: stage.ask('ok'),
        ...PROMPT,
        schema: schema(stage),
      });
      return [object, usage];
    },
    records: responds({ params: { outputType: 'json' }, stream: undefined }),
  },
  {
    name: 'generateObject after 429 and a server error',
    run: async (stage) => {
      const { ai, ask } = stage;
      return (await ai.generateObject({ model: ask('flaky'), ...PROMPT, maxRetries: 2, schema: schema(stage) })).object;
    },
    records: (records) => {
      responded(one(records));
      assert.deepEqual(
        one(records).attempts.map(({ state, billed }) => [state, billed]),
        [
          ['failed', 'no'],
          ['failed', 'no'],
          ['success', 'yes'],
        ],
      );
    },
  },
  {
    name: 'generateObject with a refused key',
    run: (stage) => stage.ai.generateObject({ model: stage.ask('bad-key'), ...PROMPT, schema: schema(stage) }),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 401, usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 401, 'no']]);
    },
  },
  {
    name: 'the result of generateObject does not match the schema: the call succeeded',
    run: (stage) =>
      stage.ai
        .generateObject({ model: stage.ask('ok'), ...PROMPT, schema: otherSchema(stage) })
        .then(() => 'fits', nameOf),
    records: responds(),
  },
  {
    name: 'streamObject',
    run: async (stage) => {
      const stream = stage.ai.streamObject({ model: stage.ask('ok'), ...STREAMED, schema: stage.z.any() });
      return (await all(stream.textStream)).join('');
    },
    records: responds({ stream: true }),
  },
  {
    name: 'the connection of streamObject breaks',
    run: async (stage) => {
      const stream = stage.ai.streamObject({ model: stage.ask('broken-stream'), ...STREAMED, schema: stage.z.any() });
      return all(stream.textStream).then(() => 'read', nameOf);
    },
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'structured output, streamed in parts',
    run: async (stage) => {
      const output = stage.ai.Output.json();
      const stream = stage.ai.streamText({ model: stage.ask('ok'), ...STREAMED, output });
      return all(stream.partialOutputStream).then(({ length }) => length, nameOf);
    },
    records: responds({ stream: true, params: { outputType: 'json' } }),
  },
];

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
