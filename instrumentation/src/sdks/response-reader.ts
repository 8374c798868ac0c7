import type { AttemptEnd, CallError, ReportedUsage } from '../types.ts';
import { text, type Fields } from '../util/fields.ts';

/** What an answer tells of itself; each as far as it was reported. */
export type ResponseFacts = Pick<
  AttemptEnd,
  'usage' | 'responseModel' | 'responseId' | 'finishReasons' | 'servedServiceTier' | 'billed'
>;

/** Gathers what an answer tells, from its body or from the chunks of its stream. It keeps no content. */
export interface ResponseReader {
  /** A body, or one chunk. */
  read(part: unknown): void;
  /** Whether the provider has said its last word that matters: the answer has come whole. */
  readonly finished: boolean;
  /** The provider's own word, within a 2xx answer, that it failed. */
  readonly failure: CallError | undefined;
  facts(): ResponseFacts;
}

/** What the chunks of a stream add up to, as the body that would have come without streaming. Content. */
export interface BodyOfStream {
  add(chunk: unknown): void;
  /** Undefined where nothing came. */
  readonly body: unknown;
}

/** `head` holds the answer's `id` and `model`. */
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
