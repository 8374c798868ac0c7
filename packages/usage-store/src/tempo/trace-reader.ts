import type { RecordKey } from '@tokentrail/records';
import { contentOf, contentSizesOf } from '../record-content.ts';
import type { TraceReader } from '../trace-reader.ts';
import { textOf } from './attribute-values.ts';
import { readAppSpans, readSpan } from './trace-by-id.ts';
import type { TempoTransport } from './transport.ts';

export interface TempoTraceReaderOptions {
  /** Transport to the tenant that has the records with their content. */
  traces: TempoTransport;
}

/**
 * Reads content from Tempo. Tempo keeps one of several spans with the same ids, so the content of a record is missing if
 * another sender's span was kept; it is never that of the other sender. Tempo returns whole traces only: both methods read all
 * content.
 */
export function tempoTraceReader({ traces }: TempoTraceReaderOptions): TraceReader {
  const textsOf = async (key: RecordKey, signal?: AbortSignal) => {
    const span = await readSpan(traces, key.traceId, key, signal);
    return span && ((name: string) => textOf(span.attributes.get(name)));
  };
  return {
    async contentSizes(key, signal) {
      const texts = await textsOf(key, signal);
      return texts === undefined ? null : contentSizesOf((name) => bytesOf(texts(name)));
    },
    async content(key, keys, signal) {
      const texts = await textsOf(key, signal);
      return texts === undefined ? null : contentOf(texts, keys);
    },
    appSpans: (traceId, range, signal) => readAppSpans(traces, traceId, range, signal),
    oldestMs: () => Promise.resolve(null),
  };
}

function bytesOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text).length;
}
