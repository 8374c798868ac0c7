import { mergeUsage } from '@tokentrail/usage';
import type { CallError } from '../../types.ts';
import { responseFacts, type ResponseReader, type ResponseFacts } from '../response-reader.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, text, type Fields } from '../../util/fields.ts';
import { codeOf } from '../sdk-errors.ts';
import { cacheLifetimeOf, type CacheLifetime } from './cache-lifetime.ts';
import { reportedUsage } from '../reported-usage.ts';

/** Reads a message, or the events of its stream: the first one and, as totals, the last `message_delta` report usage. */
export class MessageResponseReader implements ResponseReader {
  finished = false;
  failure: CallError | undefined;
  #head: Fields = {};
  #usage: Fields = {};
  #stopReason: string | undefined;
  /** The request, until its cache breakpoints are needed or the response has begun without a write to the cache. */
  #request: Fields | undefined;
  #lifetime: CacheLifetime;

  /** `request` is the request's body. */
  constructor(request: Fields) {
    this.#request = request;
  }

  read(part: unknown): void {
    const { type, message, delta, usage, error } = fields(part);
    switch (type) {
      case 'message_start':
        return this.#begins(fields(message));
      case 'message_delta':
        return this.#goesOn(fields(delta), fields(usage));
      case 'message_stop':
        this.finished = true;
        return;
      case 'error':
        this.failure = failureOf(error);
        return;
      case 'content_block_start':
      case 'content_block_delta':
      case 'content_block_stop':
        return;
      default:
        this.#begins(fields(part));
        this.finished = true;
    }
  }

  #begins({ id, model, usage, stop_reason: stopReason }: Fields): void {
    this.#head = { id, model };
    this.#usage = { ...fields(usage) };
    this.#readLifetime();
    this.#stopReason = text(stopReason);
  }

  /** The counts are totals so far. */
  #goesOn({ stop_reason: stopReason }: Fields, usage: Fields): void {
    this.#usage = mergeUsage(this.#usage, usage);
    this.#readLifetime();
    this.#stopReason = text(stopReason) ?? this.#stopReason;
    if (this.#stopReason !== undefined) this.finished = true;
  }

  /** Reads the request only if the response wrote to the cache and does not say for how long. */
  #readLifetime(): void {
    const { cache_creation: byLifetime, cache_creation_input_tokens: written } = this.#usage;
    if (this.#request !== undefined && count(written) && byLifetime == null) {
      this.#lifetime = cacheLifetimeOf(this.#request);
    }
    this.#request = undefined;
  }

  /** The usage, with the lifetime of its cache writes if only the request says it: one hour costs more. */
  get #usageWithLifetime(): Fields {
    const { cache_creation: byLifetime, cache_creation_input_tokens: written } = this.#usage;
    if (this.#lifetime === undefined || this.#lifetime === '5m' || byLifetime != null) return this.#usage;
    return { ...this.#usage, cache_creation: { [`ephemeral_${this.#lifetime}_input_tokens`]: written } };
  }

  facts(): ResponseFacts {
    // The first event reports the output at the start, not the final usage.
    const usage = this.finished ? reportedUsage(this.#usageWithLifetime) : undefined;
    const reasons = this.#stopReason === undefined ? [] : [this.#stopReason];
    return responseFacts(this.#head, usage, reasons, text(this.#usage.service_tier));
  }
}

function failureOf(error: unknown): CallError {
  const { type, message } = fields(error);
  return defined({ code: codeOf(type), message: text(message) });
}
