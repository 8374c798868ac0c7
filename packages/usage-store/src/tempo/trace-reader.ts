import { contentOf } from '../record-content.ts';
import type { TraceReader } from '../trace-reader.ts';
import { textOf } from './attribute-values.ts';
import { readSpan } from './trace-by-id.ts';
import type { TempoTransport } from './transport.ts';

export interface TempoTraceReaderOptions {
  /** Transport to the tenant that has the records with their content. */
  traces: TempoTransport;
}

/**
 * Reads content from Tempo. Tempo keeps one of several spans with the same ids, so the content of a record is missing if
 * another sender's span was kept; it is never that of the other sender.
 */
export function tempoTraceReader({ traces }: TempoTraceReaderOptions): TraceReader {
  return {
    async content(key, signal) {
      const span = await readSpan(traces, key.traceId, key, signal);
      return span === undefined ? null : contentOf((name) => textOf(span.attributes.get(name)));
    },
  };
}
