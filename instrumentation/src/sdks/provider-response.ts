import type { AttemptEnd } from '../types.ts';
import { defined } from '../util/defined.ts';
import { fields } from '../util/fields.ts';
import { guarded } from '../util/guarded.ts';
import { proxyCost, proxyHeadOf } from './response-head.ts';
import type { ResponseReader } from './response-reader.ts';
import { responseReaderOf } from './response-readers.ts';

/** How the response was requested and received. */
export interface ResponseOptions {
  /** The body of the request to the provider, as an object. It says how many choices are complete, and how long caches last. */
  request?: unknown;
  /** The headers of the response. A LiteLLM proxy reports its cost there. */
  headers?: Headers;
  /** Whether the response is a stream. */
  stream?: boolean;
}

/** A provider's response as the record of a gateway needs it. It keeps no content. Never throws. */
export interface ProviderResponse {
  /** Reads the parsed body, or the parsed data of each event of a stream. */
  read(part: unknown): void;
  /**
   * The end of the attempt: the usage with what stands beside it, model, id, finish reasons, service tier, reported cost,
   * and a failure that the provider reports within status 200.
   */
  end(): AttemptEnd;
}

/**
 * Reads a response in `apiFormat` in the same way as the patched SDKs do: `openai.chat`, `openai.completions`,
 * `openai.responses`, `openai.embeddings`, `openai.transcriptions`, `anthropic.messages` or `gemini.generate_content`. Of
 * another format nothing is read.
 */
export function responseOf(apiFormat: string, options: ResponseOptions = {}): ProviderResponse {
  const { request, headers, stream = false } = options;
  const reader = responseReaderOf(apiFormat, fields(request), stream);
  return {
    read: (part) => void guarded('a response', () => reader?.read(part)),
    end: () => guarded('the end of a response', () => endOf(reader, headers, stream)) ?? { state: 'success' },
  };
}

function endOf(reader: ResponseReader | undefined, headers: Headers | undefined, stream: boolean): AttemptEnd {
  if (reader === undefined) return { state: 'success' };
  const { failure, finished } = reader;
  const facts = reader.facts();
  const { usage } = facts;
  const isComplete = finished || usage !== undefined;
  const read = defined({
    ...facts,
    usage: finished || failure === undefined ? usage : undefined,
    reportedCostUsd:
      facts.reportedCostUsd ?? proxyCost(headers && proxyHeadOf((name) => headers.get(name)), stream, usage?.raw),
  });
  if (failure !== undefined) return { ...read, state: 'failed', billed: 'possibly', error: failure };
  if (isComplete) return { ...read, state: 'success' };
  return { ...read, state: 'failed', error: { type: 'stream_interrupted', code: 'stream_interrupted' } };
}
