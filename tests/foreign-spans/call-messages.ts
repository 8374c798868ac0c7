import type Anthropic from '@anthropic-ai/sdk';
import type { Sdk } from '../conformance/anthropic/behaviour.ts';
import { runTraced } from './traced-program.ts';

const MESSAGE = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'secret words' }],
} satisfies Anthropic.MessageCreateParamsNonStreaming;

/** Calls one of Anthropic's SDKs with its own OpenTelemetry spans. `PROVIDER_URL` is the URL of the odd provider. */
export async function callMessages({ Client, options, basePath = '' }: Sdk): Promise<void> {
  await runTraced([], () => {
    let clients = 0;
    const client = (situation: string) =>
      new Client({
        ...options,
        baseURL: `${process.env.PROVIDER_URL}/${situation}/${process.pid}.${clients++}${basePath}`,
        maxRetries: 2,
        logLevel: 'off',
      });
    const stream = (situation: string) => client(situation).messages.create({ ...MESSAGE, stream: true });
    const read = async (events: ReturnType<typeof stream>, count = Infinity) => {
      for await (const _ of await events) if (--count <= 0) break;
    };
    return [
      { name: 'message', run: () => client('ok').messages.create(MESSAGE) },
      { name: 'retried', run: () => client('flaky').messages.create(MESSAGE) },
      { name: 'refused', run: () => client('bad-key').messages.create(MESSAGE) },
      { name: 'stream', run: () => read(stream('ok')) },
      { name: 'left stream', run: () => read(stream('stuck-stream'), 1) },
      // Bedrock's client has no such method.
      { name: 'counted', run: async () => client('ok').messages.countTokens({ model: MESSAGE.model, messages: [] }) },
    ];
  });
}
