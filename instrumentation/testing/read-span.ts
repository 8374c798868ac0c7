import { meaningOf } from '../src/foreign-spans/dialects.ts';
import type { InferenceFacts, Meaning } from '../src/foreign-spans/facts.ts';
import type { SpanAttributes } from '../src/util/otel-span.ts';

/** What a span of the library `scope` with these attributes describes. */
export function readSpan(scope: string, attributes: SpanAttributes, droppedAttributesCount = 0): Meaning {
  const ids = { traceId: '1', spanId: '2' };
  return meaningOf({
    spanContext: () => ids,
    attributes,
    instrumentationScope: { name: scope },
    droppedAttributesCount,
  });
}

/** The facts of a span that is a call; throws for any other span. */
export function factsOf(...span: Parameters<typeof readSpan>): InferenceFacts {
  const meaning = readSpan(...span);
  if (typeof meaning === 'string') throw new Error(`read as ${meaning}`);
  return meaning;
}

/** The usage of a call whose cost is unknown. */
export const UNPRICED = { raw: {} };
