// Calls Claude with the client of Anthropic, Bedrock or Vertex AI, by the loader given on the command line. With
// SPANS=true Anthropic's makes spans of its own.
import type Anthropic from '@anthropic-ai/sdk';
import type { Sdk } from '../../conformance/anthropic/behaviour.ts';
import { readAll, runCalls } from './run-calls.ts';

// Warnings of the SDK about models that will end.
console.warn = () => undefined;

/** Names of the models on each platform, for the endpoint that serves from all regions. */
const MODELS: Readonly<Record<Sdk['platform'], (model: string) => string>> = {
  anthropic: (model) => model,
  bedrock: (model) => `global.anthropic.${model}-v1${/\d{8}$/.test(model) ? ':0' : ''}`,
  vertex: (model) => model.replace(/-(\d{8})$/, '@$1'),
};

await runCalls(async () => {
  const { sdk } = (await import(process.argv[2] ?? '')) as { sdk: Sdk };
  return {
    'anthropic.messages': async ({ url, request, stream }) => {
      const client = new sdk.Client({
        ...sdk.options,
        ...(sdk.platform === 'vertex' ? { region: 'global' } : {}),
        baseURL: url + (sdk.basePath ?? ''),
        maxRetries: 0,
        logLevel: 'off',
      });
      const params = {
        ...request,
        model: MODELS[sdk.platform](request.model),
      } as unknown as Anthropic.MessageCreateParamsNonStreaming;
      return stream ? readAll(await client.messages.create({ ...params, stream })) : client.messages.create(params);
    },
  };
});
