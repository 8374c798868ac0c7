import type { CallStart, RequestParams } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, number, text, type Fields } from '../../util/fields.ts';
import { apiFormatOf } from './provider.ts';

/** Describes a language model's call. `operation` is the event of the app's operation, with its options. */
export function describeModelCall(event: Fields, operation: Fields, stream: boolean): CallStart {
  return {
    operation: 'chat',
    ...defined({
      requestModel: text(event.modelId),
      apiFormat: apiFormatOf(text(event.provider) ?? ''),
      stream: stream ? true : undefined,
      requestedServiceTier: tierIn(operation.providerOptions),
      params: paramsOf(event, operation),
    }),
  };
}

/** Describes any other operation: embeddings, speech, … */
export function describeOperation(name: string, event: Fields): CallStart {
  return {
    operation: name,
    ...defined({
      requestModel: text(event.modelId),
      apiFormat: apiFormatOf(text(event.provider) ?? ''),
      requestedServiceTier: tierIn(event.providerOptions),
      params: defined({ dimensionCount: count(event.dimensions) }),
    }),
  };
}

function paramsOf(event: Fields, operation: Fields): RequestParams {
  return defined({
    maxTokens: count(event.maxOutputTokens),
    temperature: number(event.temperature),
    topP: number(event.topP),
    seed: Number.isSafeInteger(event.seed) ? number(event.seed) : undefined,
    frequencyPenalty: number(event.frequencyPenalty),
    presencePenalty: number(event.presencePenalty),
    reasoningLevel: text(event.reasoning),
    outputType: outputType(fields(operation.output).name),
  });
}

function outputType(name: unknown): string | undefined {
  if (name === 'text') return 'text';
  return text(name) === undefined ? undefined : 'json';
}

/** The first service tier in `providerOptions`, which has one property per provider. */
function tierIn(providerOptions: unknown): string | undefined {
  for (const options of Object.values(fields(providerOptions))) {
    const tier = text(fields(options).serviceTier);
    if (tier !== undefined) return tier;
  }
  return undefined;
}

/** The number of retries that the SDK makes; its default is 2. */
export function maxRetriesOf(operation: Fields): number {
  return count(operation.maxRetries) ?? 2;
}
