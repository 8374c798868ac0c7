import type { CallEnd, CallError, CallStart, ReportedUsage } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import { cacheLifetimeOf, withCacheLifetime, type CacheLifetime } from '../anthropic/cache-lifetime.ts';
import type { ResponseFacts } from '../response-reader.ts';
import { errorInStream } from './errors.ts';
import { finishReasonIn, responseFactsOf } from './response-facts.ts';
import { StreamedToolCalls } from './tool-calls.ts';
import { usageOfModel, withRemovedCounts } from './usage.ts';

/** Collects the facts in the parts of a model's stream. Keeps no content. */
export class StreamResponseReader {
  failure: CallError | undefined;
  /** Whether a part other than the SDK's own start part has arrived. */
  begun = false;
  /** The provider that the call's host belongs to. */
  provider: string | undefined;
  readonly #start: CallStart;
  readonly #toolCalls: StreamedToolCalls | undefined;
  #cacheLifetime: CacheLifetime;
  #head: Fields = {};
  #finish: Fields | undefined;

  /** `tools` are those of the call's options. */
  constructor(start: CallStart, tools: unknown) {
    this.#start = start;
    if (start.apiFormat === 'openai.responses') this.#toolCalls = new StreamedToolCalls(tools);
  }

  /** The stream begins. `request` is the request's body, as far as the SDK reports it. */
  begins(request: unknown): void {
    if (this.#start.apiFormat === 'anthropic.messages') this.#cacheLifetime = cacheLifetimeOf(fields(request));
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
    const { id, modelId: model } = this.#head;
    const { finishReason, usage, providerMetadata } = this.finished ? fields(this.#finish) : {};
    return responseFactsOf({
      id,
      model,
      finishReason: finishReasonIn(finishReason, this.#start.apiFormat),
      usage: this.#usage(usage),
      units: this.#toolCalls?.units,
      providerMetadata,
    });
  }

  #usage(reported: unknown): ReportedUsage | undefined {
    const usage = usageOfModel(reported);
    if (usage?.raw === undefined) return usage;
    const raw = withCacheLifetime(fields(usage.raw), this.#cacheLifetime);
    return withRemovedCounts({ ...usage, raw }, this.#start, this.provider);
  }
}
