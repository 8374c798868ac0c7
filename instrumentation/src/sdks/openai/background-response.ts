import type { BackgroundResponse } from '../../record/background-responses.ts';
import type { CallEnd } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { fields, number, text, type Fields } from '../../util/fields.ts';
import type { ResponseFacts, ResponseReader } from '../response-reader.ts';
import { ResponsesResponseReader, failureOf } from './response-reader.ts';

/** Reads the response to a request with `background: true`: usually only that the response was queued. */
export class BegunInBackground implements ResponseReader {
  readonly #response = new ObservedResponse();

  read(part: unknown): void {
    this.#response.read(part);
  }

  get finished(): boolean {
    return this.#response.reader.finished;
  }

  get failure() {
    return this.#response.reader.failure;
  }

  /** If the server ignored the request for background work, or the response has no identity, its usage stays here. */
  facts(): ResponseFacts {
    const { usage, ...facts } = this.#response.reader.facts();
    const background = this.#response.background(true);
    return background?.inBackground === true ? { ...facts, billed: 'no', background } : { usage, ...facts };
  }
}

/**
 * Reads a response that is fetched again or cancelled. The request itself succeeds and costs nothing, however the response
 * ended. Its usage belongs to the call that created it, or to its own record if it runs in the background.
 */
export class FetchedResponse implements ResponseReader {
  readonly failure = undefined;
  readonly #response = new ObservedResponse();

  read(part: unknown): void {
    this.#response.read(part);
  }

  get finished(): boolean {
    return this.#response.reader.finished;
  }

  facts(): ResponseFacts {
    const { responseId, responseModel, finishReasons } = this.#response.reader.facts();
    const background = this.#response.background(false);
    return defined({ responseId, responseModel, finishReasons, billed: 'no' as const, background });
  }
}

/** Values of `status` after which a response does not change. */
const END_STATES: Readonly<Record<string, CallEnd['state']>> = {
  completed: 'success',
  incomplete: 'success',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** Ids that the ledger stores unchanged. */
const PLAIN_ID = /^[\w+/=.:-]{1,200}$/;

/** The start of 2020, unix ms: the ledger replaces earlier starts, and a record needs the same one from each process. */
const EARLIEST = 1_577_836_800_000;
/** How far the provider's clock may be ahead, ms. */
const MAX_AHEAD_MS = 3_600_000;

/** A response as one request sees it. */
class ObservedResponse {
  readonly reader = new ResponsesResponseReader();
  #head: Fields = fields(undefined);

  read(part: unknown): void {
    this.reader.read(part);
    const { type, response } = fields(part);
    const { id, background, status, created_at, completed_at, error } = fields(type === undefined ? part : response);
    if (id !== undefined) this.#head = { id, background, status, created_at, completed_at, error };
  }

  /** Undefined if the response cannot be identified. `begun`: whether this request began it. */
  background(begun: boolean): BackgroundResponse | undefined {
    const id = text(this.#head.id);
    const createdAt = unixMs(this.#head.created_at);
    if (id === undefined || createdAt === undefined || !PLAIN_ID.test(id)) return undefined;
    const { background } = this.#head;
    // Some servers do not repeat what was asked for.
    const asked = begun ? true : undefined;
    const inBackground = typeof background === 'boolean' ? background : asked;
    return { id, createdAt, inBackground, begun, end: this.#end() };
  }

  #end(): CallEnd | undefined {
    const { status, error, completed_at } = this.#head;
    const { usage, responseModel, responseId, finishReasons, servedServiceTier } = this.reader.facts();
    const isComplete = status === undefined && usage !== undefined;
    const state = isComplete ? 'success' : END_STATES[String(status)];
    if (state === undefined) return undefined;
    return {
      state,
      ...defined({ usage, responseModel, responseId, finishReasons, servedServiceTier }),
      ...defined({ error: state === 'failed' ? failureOf(error) : undefined, endTime: unixMs(completed_at) }),
    };
  }
}

/** A time in seconds as milliseconds; undefined if it is implausible. */
function unixMs(seconds: unknown): number | undefined {
  const ms = Math.round((number(seconds) ?? 0) * 1000);
  return ms >= EARLIEST && ms < Date.now() + MAX_AHEAD_MS ? ms : undefined;
}
