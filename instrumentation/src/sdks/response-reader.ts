import type { BackgroundResponse } from '../record/background-responses.ts';
import type { AttemptEnd, CallError, ReportedUsage } from '../types.ts';
import { text, type Fields } from '../util/fields.ts';

/** What a response reports about itself. Fields that were not reported are absent. */
export type ResponseFacts = Pick<
  AttemptEnd,
  'usage' | 'responseModel' | 'responseId' | 'finishReasons' | 'servedServiceTier' | 'billed' | 'reportedCostUsd'
> & {
  /** A response that outlives this request: it has a record of its own, which holds its usage. */
  background?: BackgroundResponse;
};

/** Collects the facts of a response, from its body or from the chunks of its stream. It keeps no content. */
export interface ResponseReader {
  /** A body, or one chunk. */
  read(part: unknown): void;
  /** Whether the response is complete: nothing that follows matters to the record. */
  readonly finished: boolean;
  /** A failure that the provider reported within a 2xx response. */
  readonly failure: CallError | undefined;
  facts(): ResponseFacts;
}

/** Adds the chunks of a stream up to the body of a response without streaming. This is content. */
export interface BodyOfStream {
  add(chunk: unknown): void;
  /** Undefined if nothing was received. */
  readonly body: unknown;
}

/** `head` contains the response's `id` and `model`. */
export function responseFacts(
  head: Fields,
  usage: ReportedUsage | undefined,
  finishReasons: readonly string[],
  servedServiceTier: string | undefined,
): ResponseFacts {
  return {
    usage,
    responseId: text(head.id),
    responseModel: text(head.model),
    finishReasons: finishReasons.length === 0 ? undefined : finishReasons.filter((reason) => reason !== undefined),
    servedServiceTier,
  };
}
