import assert from 'node:assert/strict';
import { all, responded, respondsEach, holds, PROMPT, STREAMED, type Behaviour, type Stage } from '../behaviour.ts';

function tools({ ai, z }: Stage, execute: () => unknown) {
  return { time: ai.tool({ description: 'The time', inputSchema: z.object({}), execute }) };
}

export const TOOLS: readonly Behaviour[] = [
  {
    name: 'a tool: two steps, two records',
    run: async (stage) => {
      const { ai, ask } = stage;
      const options = { tools: tools(stage, () => 'noon'), stopWhen: ai.isStepCount(3) };
      const { text, steps, totalUsage } = await ai.generateText({ model: ask('tool'), ...PROMPT, ...options });
      return [text, steps.length, totalUsage];
    },
    records: (records) => {
      respondsEach(2)(records);
      const reasons = records.flatMap(({ finishReasons = [] }) => finishReasons).toSorted();
      assert.deepEqual(
        reasons,
        records[0]?.apiFormat === 'openai.chat' ? ['stop', 'tool_calls'] : ['end_turn', 'tool_use'],
      );
    },
  },
  {
    name: 'a tool fails',
    run: async (stage) => {
      const fails = () => {
        throw new Error('no clock');
      };
      const { ai, ask } = stage;
      return (
        await ai.generateText({
          model: ask('tool'),
          ...PROMPT,
          tools: tools(stage, fails),
          stopWhen: ai.isStepCount(3),
        })
      ).text;
    },
    records: respondsEach(2),
  },
  {
    name: 'a tool without an implementation ends the steps',
    run: async ({ ai, ask, z }) => {
      const time = ai.dynamicTool({ description: 'The time', inputSchema: z.object({}), execute: undefined as never });
      return (await ai.generateText({ model: ask('tool'), ...PROMPT, tools: { time } })).toolCalls.length;
    },
    records: respondsEach(1),
  },
  {
    name: 'a tool calls a model itself: this is a separate call',
    run: async (stage) => {
      const { ai, ask } = stage;
      const inner = ask('flaky');
      const asks = async () => (await ai.generateText({ model: inner, ...PROMPT, maxRetries: 2 })).text;
      return (
        await ai.generateText({ model: ask('tool'), ...PROMPT, tools: tools(stage, asks), stopWhen: ai.isStepCount(3) })
      ).text;
    },
    records: (records) => {
      respondsEach(3)(records);
      assert.deepEqual(records.map(({ attempts }) => attempts.length).toSorted(), [1, 1, 3]);
    },
  },
  {
    name: 'a tool fetches another URL',
    run: async (stage) => {
      const { ai, ask, mediaUrl } = stage;
      const asks = async () => (await fetch(`${mediaUrl()}/other`, { method: 'POST', body: '{}' })).status;
      return (
        await ai.generateText({ model: ask('tool'), ...PROMPT, tools: tools(stage, asks), stopWhen: ai.isStepCount(3) })
      ).text;
    },
    records: respondsEach(2),
  },
  {
    name: 'an agent',
    run: async (stage) => {
      const { ai, ask } = stage;
      const agent = new ai.ToolLoopAgent({ model: ask('tool'), maxRetries: 0, tools: tools(stage, () => 'noon') });
      return (await agent.generate({ prompt: 'What time is it?' })).text;
    },
    records: respondsEach(2),
  },
  {
    name: 'streamText with a tool: two steps, two records',
    run: async (stage) => {
      const { ai, ask } = stage;
      const options = { tools: tools(stage, () => 'noon'), stopWhen: ai.isStepCount(3) };
      const stream = ai.streamText({ model: ask('tool'), ...STREAMED, ...options });
      return [(await all(stream.fullStream)).map(({ type }) => type), await stream.totalUsage];
    },
    records: (records) => {
      respondsEach(2)(records);
      for (const record of records) holds(record, { stream: true });
    },
  },
  {
    name: 'streamText with a tool that streams from another model',
    run: async (stage) => {
      const { ai, ask } = stage;
      const inner = ask('ok');
      const asks = async () => (await all(ai.streamText({ model: inner, ...STREAMED }).textStream)).join('');
      const options = { tools: tools(stage, asks), stopWhen: ai.isStepCount(3) };
      return (await all(ai.streamText({ model: ask('tool'), ...STREAMED, ...options }).textStream)).join('');
    },
    records: (records) => {
      respondsEach(3)(records);
      for (const record of records) {
        responded(record);
        assert.equal(record.attempts.length, 1);
      }
    },
  },
];
