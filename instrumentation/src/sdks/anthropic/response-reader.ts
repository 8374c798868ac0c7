import { mergeUsage, servedTierIn } from '@tokentrail/usage';
import type { CallError } from '../../types.ts';
import { responseFacts, type ResponseReader, type ResponseFacts } from '../response-reader.ts';
import { defined } from '../../util/defined.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import { codeOf } from '../sdk-errors.ts';
import { cacheLifetimeOf, lacksLifetime, withCacheLifetime, type CacheLifetime } from './cache-lifetime.ts';
import { reportedUsage } from '../reported-usage.ts';

/** Reads a message, or the events of its stream: the first one and, as totals, the last `message_delta` report usage. */
export class MessageResponseReader implements ResponseReader {
  finished = false;
  failure: CallError | undefined;
  #head: Fields = {};
  #usage: Fields = {};
  #stopReason: string | undefined;
  /** The request, until the response has begun: then its cache breakpoints are known. */
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
    // Anthropic reports the lifetimes, also with zeros. Other servers may report writes only at the end of a stream.
    if (this.#request !== undefined && lacksLifetime(this.#usage)) this.#lifetime = cacheLifetimeOf(this.#request);
    this.#request = undefined;
    this.#stopReason = text(stopReason);
  }

  /** The counts are totals so far. */
  #goesOn({ stop_reason: stopReason }: Fields, usage: Fields): void {
    this.#usage = mergeUsage(this.#usage, usage);
    this.#stopReason = text(stopReason) ?? this.#stopReason;
    if (this.#stopReason !== undefined) this.finished = true;
  }

  facts(): ResponseFacts {
    // The first event reports the output at the start, not the final usage.
    const usage = this.finished ? reportedUsage(withCacheLifetime(this.#usage, this.#lifetime)) : undefined;
    const reasons = this.#stopReason === undefined ? [] : [this.#stopReason];
    return responseFacts(this.#head, usage, reasons, servedTierIn(this.#usage));
  }
}

function failureOf(error: unknown): CallError {
  const { type, message } = fields(error);
  return defined({ code: codeOf(type), message: text(message) });
}
