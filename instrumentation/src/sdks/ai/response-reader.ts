import { charactersIn, gatewayCost, GeminiSearches, toolCallsOf, type Units } from '@tokentrail/usage';
import type { CallEnd, CallError, ReportedUsage } from '../../types.ts';
import type { ResponseFacts } from '../response-reader.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, listOf, text, type Fields } from '../../util/fields.ts';
import { errorInStream } from './errors.ts';
import { StreamedToolCalls } from './tool-calls.ts';
import { usageOfEmbeddings, usageOfModel, withRaw } from './usage.ts';

/** Reads the result of a model's `doGenerate`, or of a step of `generateObject` and `streamObject`. */
export function factsOfResult(result: Fields): ResponseFacts {
  const { id, modelId, body } = fields(result.response);
  return factsOfModel(id, modelId, result, toolCallsOf(fields(body)), body);
}

/** `result` is a result or the last part of a stream; `toolCalls` are the calls of tools that OpenAI ran. */
function factsOfModel(
  id: unknown,
  model: unknown,
  result: Fields,
  toolCalls: Units | undefined,
  body?: unknown,
): ResponseFacts {
  const metadata = metadataOf(result);
  const searches = searchesIn(metadata);
  const units = toolCalls === undefined && searches === undefined ? undefined : { ...toolCalls, ...searches };
  const read = facts(id, model, reasonOf(result.finishReason), withUnits(usageOfModel(result.usage), units), [
    body,
    ...metadata,
  ]);
  const reportedCostUsd = gatewayCost(result.providerMetadata);
  return reportedCostUsd === undefined ? read : { ...read, reportedCostUsd };
}

/** Searches of Google. After a continuation the metadata of each request is in a list. */
function searchesIn(metadata: readonly unknown[]): Units | undefined {
  const searches = new GeminiSearches();
  for (const provider of metadata) {
    const { groundingMetadata, groundingMetadataPerRequest } = fields(provider);
    for (const grounding of [groundingMetadata, ...listOf(groundingMetadataPerRequest)]) searches.read(grounding);
  }
  return searches.units;
}

/** Collects the facts in the parts of a model's stream. Keeps no content. */
export class StreamResponseReader {
  failure: CallError | undefined;
  /** Whether a part other than the SDK's own start part has arrived. */
  begun = false;
  readonly #toolCalls: StreamedToolCalls | undefined;
  #head: Fields = {};
  #finish: Fields | undefined;

  /** `apiFormat` determines whether tools that the provider runs are billed separately. `tools` are the call's options. */
  constructor(apiFormat: string | undefined, tools: unknown) {
    if (apiFormat === 'openai.responses') this.#toolCalls = new StreamedToolCalls(tools);
  }

  read(part: unknown): void {
    const reported = fields(part);
    if (reported.type !== 'stream-start') this.begun = true;
    switch (reported.type) {
      case 'response-metadata':
        this.#head = { ...this.#head, ...defined({ id: text(reported.id), modelId: text(reported.modelId) }) };
        return;
      case 'error':
        this.failure ??= errorInStream(reported.error);
        return;
      case 'tool-result':
        this.#toolCalls?.read(reported);
        return;
      case 'finish':
        this.#finish = reported;
    }
  }

  /**
   * Whether the response is complete. The SDK's models emit a finish part even if the connection broke, but then
   * without the provider's finish reason.
   */
  get finished(): boolean {
    const { raw, unified } = fields(this.#finish?.finishReason);
    if (typeof raw === 'string') return true;
    if (this.#finish === undefined || this.failure !== undefined || unified === 'interrupted') return false;
    return (unified !== 'other' && unified !== 'error') || usageOfModel(this.#finish.usage) !== undefined;
  }

  /** The end of the call, once the stream has ended. */
  get end(): CallEnd {
    if (this.failure !== undefined) return { state: 'failed', error: this.failure, billed: 'possibly' };
    if (this.finished) return { state: 'success' };
    return { state: 'failed', error: { type: 'stream_interrupted', code: 'stream_interrupted' } };
  }

  facts(): ResponseFacts {
    const { id, modelId } = this.#head;
    const finish = this.finished ? fields(this.#finish) : {};
    return factsOfModel(id, modelId, finish, this.#toolCalls?.units);
  }
}

export function factsOfEmbeddings(result: Fields): ResponseFacts {
  const responses = Array.isArray(result.responses) ? result.responses : [result.response];
  const bodies: unknown[] = responses.map((response) => fields(response).body);
  const model = bodies.length === 1 ? fields(bodies[0]).model : undefined;
  return facts(undefined, model, undefined, usageOfEmbeddings(result.usage, bodies), []);
}

/** Rerankers bill searches. Of the known ones only Cohere reports their number. */
export function factsOfRanking(result: Fields): ResponseFacts {
  const { id, modelId, body } = fields(result.response);
  const meta = fields(fields(body).meta);
  return facts(id, modelId, undefined, 'billed_units' in meta ? withRaw(meta, {}) : undefined, []);
}

/** `event` is the operation's start event. Its text is empty if the app hides inputs from telemetry. */
export function factsOfSpeech(_result: Fields, event: Fields): ResponseFacts {
  const units = charactersIn(text(event.text));
  return facts(undefined, undefined, undefined, units && { units }, []);
}

export function factsOfTranscription(result: Fields): ResponseFacts {
  const responses = listOf(result.responses);
  const { body, modelId } = fields(responses[0]);
  const tokens = fields(fields(body).usage);
  const seconds = result.durationInSeconds;
  const units = typeof seconds === 'number' && seconds >= 0 ? { units: { second: seconds } } : {};
  const usage: ReportedUsage = {
    ...units,
    ...defined({ inputTokens: count(tokens.input_tokens), outputTokens: count(tokens.output_tokens) }),
  };
  return facts(
    undefined,
    modelId,
    undefined,
    withRaw(responses.length === 1 ? fields(body).usage : undefined, usage),
    [],
  );
}

function facts(
  id: unknown,
  model: unknown,
  reason: string | undefined,
  usage: ReportedUsage | undefined,
  tierSources: readonly unknown[],
): ResponseFacts {
  return defined({
    usage,
    responseId: text(id),
    responseModel: text(model),
    finishReasons: reason === undefined ? undefined : [reason],
    servedServiceTier: servedTier([usage?.raw, ...tierSources]),
  });
}

/** The provider's finish reason, else the SDK's. */
function reasonOf(reason: unknown): string | undefined {
  return text(fields(reason).raw) ?? text(fields(reason).unified) ?? text(reason);
}

function withUnits(usage: ReportedUsage | undefined, units: ReportedUsage['units']): ReportedUsage | undefined {
  return units === undefined ? usage : { ...usage, units };
}

/** The values of `providerMetadata`, which has one property per provider. */
function metadataOf({ providerMetadata }: Fields): unknown[] {
  return Object.values(fields(providerMetadata));
}

/** OpenAI and Anthropic use `service_tier`, Google and the SDK's metadata `serviceTier`. */
function servedTier(sources: readonly unknown[]): string | undefined {
  for (const source of sources) {
    const tier = text(fields(source).service_tier) ?? text(fields(source).serviceTier);
    if (tier !== undefined) return tier;
  }
  return undefined;
}
