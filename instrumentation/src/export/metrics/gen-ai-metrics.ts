import type { Usage } from '@tokentrail/records';
import type { CallRecord } from '../../record/call-record.ts';
import type { CallLabels } from './call-labels.ts';
import type { Counter, Histogram, OwnMetrics } from './own-metrics.ts';
import type { AttributeName, AttributeValues } from './series.ts';

/** The metrics of the GenAI conventions (docs/gen-ai in open-telemetry/semantic-conventions-genai). */
export interface GenAiMetrics {
  /** @param usage What `tokensOf` returns for the record. */
  record(record: CallRecord, labels: CallLabels, usage: Usage): void;
}

/** `latest`: newer names instead of the published ones, as OTEL_SEMCONV_STABILITY_OPT_IN requests. */
export function makeGenAiMetrics(metrics: OwnMetrics, latest: boolean): GenAiMetrics {
  return latest ? new LatestGenAiMetrics(metrics) : new PublishedGenAiMetrics(metrics);
}

/** Bucket boundaries of the conventions: seconds and tokens. */
const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

const CALL: readonly AttributeName[] = [
  { name: 'gen_ai.operation.name', inRest: 'other' },
  { name: 'gen_ai.provider.name', inRest: 'other' },
  { name: 'gen_ai.request.model', inRest: 'other' },
  { name: 'gen_ai.response.model', inRest: 'other' },
  { name: 'server.address', inRest: 'other' },
  { name: 'server.port', inRest: 'absent' },
];
const CALL_WITH_ERROR: readonly AttributeName[] = [...CALL, { name: 'error.type', inRest: 'other' }];
const CALL_WITH_TOKEN_TYPE: readonly AttributeName[] = [...CALL, { name: 'gen_ai.token.type', inRest: 'value' }];
const CALL_WITH_MODALITY: readonly AttributeName[] = [...CALL, { name: 'gen_ai.token.modality', inRest: 'value' }];

function valuesOf(labels: CallLabels): AttributeValues {
  const { operation, provider, model, responseModel, serverAddress, serverPort } = labels;
  return [operation, provider, model, responseModel, serverAddress, serverPort];
}

/** The duration and the time to the first chunk, which have the same form under both sets of names. */
class Durations {
  readonly #duration: Histogram;
  readonly #firstChunk: Histogram;

  constructor(metrics: OwnMetrics, prefix: string) {
    const histogram = (name: string, description: string, attributes: readonly AttributeName[]) =>
      metrics.histogram({ name: `${prefix}.${name}`, unit: 's', description, attributes }, SECONDS);
    this.#duration = histogram('duration', 'length of a call', CALL_WITH_ERROR);
    this.#firstChunk = histogram('time_to_first_chunk', 'from the start of a call to its first chunk', CALL);
  }

  record({ startTime, endTime, firstChunkMs }: CallRecord, values: AttributeValues, { errorType }: CallLabels): void {
    this.#duration.record([...values, errorType], Math.max(0, (endTime ?? startTime) - startTime) / 1000);
    if (firstChunkMs !== undefined) this.#firstChunk.record(values, firstChunkMs / 1000);
  }
}

class PublishedGenAiMetrics implements GenAiMetrics {
  readonly #durations: Durations;
  readonly #tokens: Histogram;

  constructor(metrics: OwnMetrics) {
    this.#durations = new Durations(metrics, 'gen_ai.client.operation');
    this.#tokens = metrics.histogram(
      {
        name: 'gen_ai.client.token.usage',
        unit: '{token}',
        description: 'tokens of a call, as far as the provider reported them',
        attributes: CALL_WITH_TOKEN_TYPE,
      },
      TOKENS,
    );
  }

  record(record: CallRecord, labels: CallLabels, usage: Usage): void {
    const values = valuesOf(labels);
    this.#durations.record(record, values, labels);
    const { inputTokens, outputTokens } = usage;
    if (inputTokens !== undefined) this.#tokens.record([...values, 'input'], inputTokens);
    if (outputTokens !== undefined) this.#tokens.record([...values, 'output'], outputTokens);
  }
}

class LatestGenAiMetrics implements GenAiMetrics {
  readonly #durations: Durations;
  readonly #used: Record<'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning', Counter>;
  readonly #input: Histogram;
  readonly #output: Histogram;

  constructor(metrics: OwnMetrics) {
    const prefix = 'gen_ai.client.inference';
    this.#durations = new Durations(metrics, prefix);
    const counter = (name: string, description: string) =>
      metrics.counter({
        name: `${prefix}.usage.${name}`,
        unit: '{token}',
        description,
        attributes: CALL_WITH_MODALITY,
      });
    this.#used = {
      input: counter('input_tokens', 'input tokens, including cached ones'),
      output: counter('output_tokens', 'output tokens, including reasoning'),
      cacheRead: counter('cache_read.input_tokens', "input tokens from the provider's cache"),
      cacheWrite: counter('cache_write.input_tokens', "input tokens written to the provider's cache"),
      reasoning: counter('reasoning.output_tokens', 'output tokens for reasoning'),
    };
    const histogram = (name: string, description: string) =>
      metrics.histogram(
        { name: `${prefix}.operation.${name}`, unit: '{token}', description, attributes: CALL },
        TOKENS,
      );
    this.#input = histogram('input_tokens', 'input tokens of a call');
    this.#output = histogram('output_tokens', 'output tokens of a call');
  }

  record(record: CallRecord, labels: CallLabels, usage: Usage): void {
    const values = valuesOf(labels);
    this.#durations.record(record, values, labels);
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage;
    addByModality(this.#used.input, values, inputTokens ?? 0, usage.audioInputTokens);
    addByModality(this.#used.output, values, outputTokens ?? 0, usage.audioOutputTokens);
    if (cacheReadTokens !== undefined) addByModality(this.#used.cacheRead, values, cacheReadTokens);
    if (cacheWriteTokens !== undefined) addByModality(this.#used.cacheWrite, values, cacheWriteTokens);
    if (reasoningTokens !== undefined) addByModality(this.#used.reasoning, values, reasoningTokens);
    if (inputTokens !== undefined) this.#input.record(values, inputTokens);
    if (outputTokens !== undefined) this.#output.record(values, outputTokens);
  }
}

/** Adds tokens of which `audio` are known to be audio. The modality of the others is unknown. */
function addByModality(counter: Counter, values: AttributeValues, tokens: number, audio = 0): void {
  const known = Math.min(audio, tokens);
  if (known > 0) counter.add([...values, 'audio'], known);
  if (tokens > known || known === 0) counter.add([...values, 'unknown'], tokens - known);
}
