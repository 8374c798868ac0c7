import { sellerOfProvider } from '@tokentrail/pricing';
import { countsOf, isUnknown, normaliseUsage, profileOf, type Counts } from '@tokentrail/usage';
import { meaningOf } from '../src/foreign-spans/dialects.ts';
import type { InferenceFacts, Meaning } from '../src/foreign-spans/facts.ts';
import type { SpanAttributes } from '../src/util/otel-span.ts';

/** What a span of the library `scope` (`name` or `name@version`) with these attributes describes. */
export function readSpan(scope: string, attributes: SpanAttributes, droppedAttributesCount = 0): Meaning {
  const [, name = scope, version] = /^(.+)@(\d.*)$/.exec(scope) ?? [];
  const ids = { traceId: '1', spanId: '2' };
  return meaningOf({
    spanContext: () => ids,
    attributes,
    instrumentationScope: { name, version },
    droppedAttributesCount,
  });
}

/** The facts of a span that is a call; throws for any other span. */
export function factsOf(...span: Parameters<typeof readSpan>): InferenceFacts {
  const meaning = readSpan(...span);
  if (typeof meaning === 'string') throw new Error(`read as ${meaning}`);
  return meaning;
}

/** The counts by meter that the usage of a call means, read as for its price; the reason if they are unknown. */
export function metersOf(...span: Parameters<typeof readSpan>): Counts | string {
  const { usage, provider, apiFormat } = factsOf(...span);
  const profile = profileOf(provider && sellerOfProvider(provider));
  const read = normaliseUsage(usage?.raw, profile, apiFormat);
  return isUnknown(read) ? read.unknown : (countsOf(read, true) ?? 'not countable');
}

/** The meters of a call whose usage does not support a cost. */
export const NO_BASIS = 'no input tokens were reported';
