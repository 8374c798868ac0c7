/**
 * Calls models through the AI SDK with its own spans: `call-models.mjs <gen_ai|ai>` selects the new or the old
 * attribute names. `PROVIDER_URL` is the URL of the odd provider for openai.
 */
import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel';
import { createOpenAI } from '@ai-sdk/openai';
import {
  embed,
  embedMany,
  generateObject,
  generateText,
  jsonSchema,
  registerTelemetry,
  stepCountIs,
  streamText,
  tool,
} from 'ai';
import { runTraced } from '../foreign-spans/traced-program.ts';

await runTraced([], () => {
  registerTelemetry(process.argv[2] === 'ai' ? new LegacyOpenTelemetry() : new OpenTelemetry());
  let providers = 0;
  const provider = (situation = 'ok', options = {}) =>
    createOpenAI({
      ...options,
      apiKey: 'sk-proj-abcdefghijklmnopqrstuv',
      baseURL: `${process.env.PROVIDER_URL}/${situation}/${process.pid}.${providers++}/v1`,
    });
  const ask = (situation) => ({ model: provider(situation).chat('gpt-4o'), prompt: 'secret words' });
  const response = { id: 'chatcmpl-2', choices: [{ index: 0, message: { content: 'Hello' }, finish_reason: 'stop' }] };
  const fetch = async () => Response.json(response);
  const embedding = () => provider().embedding('text-embedding-3-small');
  const time = tool({ inputSchema: jsonSchema({ type: 'object' }), execute: async () => 'noon' });
  return [
    { name: 'text', run: () => generateText(ask()) },
    { name: 'retried', run: () => generateText(ask('flaky')) },
    { name: 'refused', run: () => generateText({ ...ask('bad-key'), maxRetries: 0 }) },
    {
      name: 'stream',
      run: async () => {
        for await (const _ of streamText(ask()).textStream);
      },
    },
    {
      name: 'two steps',
      run: () => generateText({ ...ask('tool'), tools: { time }, stopWhen: stepCountIs(2) }),
    },
    { name: 'own fetch', run: () => generateText({ model: provider('ok', { fetch }).chat('gpt-4o'), prompt: 'hi' }) },
    { name: 'object', run: () => generateObject({ ...ask(), schema: jsonSchema({ type: 'object' }) }) },
    { name: 'embedding', run: () => embed({ model: embedding(), value: 'secret words' }) },
    { name: 'embeddings', run: () => embedMany({ model: embedding(), values: ['secret words'] }) },
  ];
});
