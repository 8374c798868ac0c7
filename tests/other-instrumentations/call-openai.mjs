/**
 * Calls openai 6 under published instrumentations of it: `call-openai.mjs <library>…`. `PROVIDER_URL` is the URL of the
 * odd provider.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runTraced } from '../foreign-spans/traced-program.ts';

const require = createRequire(import.meta.url);

const LIBRARIES = {
  contrib: () => new (require('@opentelemetry/instrumentation-openai').OpenAIInstrumentation)(),
  openllmetry: () => new (require('@traceloop/instrumentation-openai').OpenAIInstrumentation)({ enrichTokens: true }),
  openinference: () => new (require('@arizeai/openinference-instrumentation-openai').OpenAIInstrumentation)(),
  openlit: () => {
    // Its entry point downloads a price list, and its parts are not exported by name.
    const part = (path) => require(join(dirname(require.resolve('openlit')), path)).default;
    part('config.js').updateConfig({ pricingJson: {} });
    return new (part('instrumentation/openai/index.js'))();
  },
};

const instrumentations = process.argv.slice(2).map((library) => LIBRARIES[library]());

await runTraced(instrumentations, () => {
  // Loaded after the instrumentation, as each library requires.
  const { OpenAI } = require('openai');
  let clients = 0;
  const client = (situation = 'ok') =>
    new OpenAI({
      apiKey: 'sk-proj-abcdefghijklmnopqrstuv',
      baseURL: `${process.env.PROVIDER_URL}/${situation}/${process.pid}.${clients++}/v1`,
      maxRetries: 2,
      logLevel: 'off',
    });
  const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'secret words' }], max_tokens: 50 };
  const streamed = { ...chat, stream: true };
  const read = async (stream) => {
    for await (const _ of await stream);
  };
  return [
    { name: 'chat', run: () => client().chat.completions.create(chat) },
    { name: 'retried', run: () => client('flaky').chat.completions.create(chat) },
    { name: 'refused', run: () => client('bad-key').chat.completions.create(chat) },
    {
      name: 'stream',
      run: () => read(client().chat.completions.create({ ...streamed, stream_options: { include_usage: true } })),
    },
    { name: 'stream without usage', run: () => read(client().chat.completions.create(streamed)) },
    { name: 'embeddings', run: () => client().embeddings.create({ model: 'text-embedding-3-small', input: 'words' }) },
    { name: 'response', run: () => client().responses.create({ model: 'gpt-4o', input: 'secret words' }) },
  ];
});
