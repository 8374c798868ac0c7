// Calls with the SDK of a chat provider (groq-sdk, Cerebras), loaded from the path given on the command line.
import type OpenAI from 'openai';
import type { ChatSdk } from '../../conformance/chat/behaviour.ts';
import { readAll, runCalls } from './run-calls.ts';

await runCalls(async () => {
  const { sdk } = (await import(process.argv[2] ?? '')) as { sdk: ChatSdk };
  return {
    'openai.chat': async ({ url, request, stream }) => {
      const client = new sdk.Client({
        apiKey: 'key-0123456789abcdef-wxyz',
        maxRetries: 0,
        ...sdk.options,
        baseURL: url,
      });
      const { completions } = client.chat;
      const params = request as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
      if (!stream) return completions.create(params);
      return readAll(await completions.create({ ...params, stream, stream_options: { include_usage: true } }));
    },
  };
});
