import type { AttemptEnd, CallStart } from '../types.ts';

/** The facts about one LLM call in a span's attributes. A fact that the span does not report is absent. */
export interface InferenceFacts
  extends
    Pick<
      CallStart,
      | 'operation'
      | 'provider'
      | 'requestModel'
      | 'apiFormat'
      | 'stream'
      | 'method'
      | 'path'
      | 'serverAddress'
      | 'serverPort'
      | 'params'
      | 'conversationId'
      | 'requestedServiceTier'
    >,
    Pick<
      AttemptEnd,
      | 'usage'
      | 'responseModel'
      | 'responseId'
      | 'finishReasons'
      | 'servedServiceTier'
      | 'requestId'
      | 'statusCode'
      | 'reportedCostUsd'
    > {
  /** Seconds from the start of the span. */
  timeToFirstChunk?: number;
  /** The caller stopped before the end of the response. */
  cancelled?: true;
}

/**
 * What a span describes: the facts of one call; `enclosing` for an agent, a tool or a workflow, whose usage is the sum
 * of its calls; `nothing` for any other span.
 */
export type Meaning = InferenceFacts | 'enclosing' | 'nothing';
