/** Calls @anthropic-ai/sdk with its own OpenTelemetry spans. `PROVIDER_URL` is the URL of the odd provider. */
import Anthropic from '@anthropic-ai/sdk';
import { runTraced } from '../foreign-spans/traced-program.ts';

await runTraced([], () => {
  let clients = 0;
  const client = (situation) =>
    new Anthropic({
      apiKey: 'sk-ant-api03-0123456789abcdef-wxyz',
      baseURL: `${process.env.PROVIDER_URL}/${situation}/${process.pid}.${clients++}`,
      maxRetries: 2,
      logLevel: 'off',
    });
  const message = {
    model: 'claude-sonnet-5-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'secret words' }],
  };
  const streamed = { ...message, stream: true };
  const read = async (stream, count = Infinity) => {
    for await (const _ of await stream) if (--count <= 0) break;
  };
  return [
    { name: 'message', run: () => client('ok').messages.create(message) },
    { name: 'retried', run: () => client('flaky').messages.create(message) },
    { name: 'refused', run: () => client('bad-key').messages.create(message) },
    { name: 'stream', run: () => read(client('ok').messages.create(streamed)) },
    { name: 'left stream', run: () => read(client('stuck-stream').messages.create(streamed), 1) },
    { name: 'counted', run: () => client('ok').messages.countTokens({ model: message.model, messages: [] }) },
  ];
});
