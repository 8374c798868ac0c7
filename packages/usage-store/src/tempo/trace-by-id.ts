import type { RecordKey } from '@tokentrail/records';
import { StoreError } from '../store-error.ts';
import { attributesOf, listOf, textOf, type AttributeValues } from './attribute-values.ts';
import { requestTrace } from './request.ts';
import { LEDGER_ATTRIBUTES, senderOf, spanOfKey, type RecordSpan } from './span.ts';
import type { TempoTransport } from './transport.ts';

/** Time around a record in which Tempo looks for its trace, seconds. */
const MARGIN_S = 3600;

interface ResourceSpans {
  resource?: { attributes?: unknown };
  scopeSpans?: unknown;
}

interface Span {
  spanId?: unknown;
  traceId?: unknown;
  startTimeUnixNano?: unknown;
  endTimeUnixNano?: unknown;
  attributes?: unknown;
}

/** Reads the span of a record from the trace `traceId`. Undefined if Tempo has no such span. */
export async function readSpan(
  transport: TempoTransport,
  traceId: string,
  key: RecordKey,
  signal?: AbortSignal,
): Promise<RecordSpan | undefined> {
  const startS = Number(BigInt(key.startUnixNano) / 1_000_000_000n);
  const response = (await requestTrace(transport, {
    path: `v2/traces/${traceId}`,
    query: { start: String(Math.max(0, startS - MARGIN_S)), end: String(startS + MARGIN_S) },
    ...(signal && { signal }),
  })) as { trace?: { resourceSpans?: unknown }; status?: unknown; message?: unknown } | null;
  const span = spanOfKey(spansOf(response?.trace?.resourceSpans), key);
  if (span === undefined && response?.status === 'PARTIAL') {
    throw new StoreError(
      'limit',
      `Tempo returned a part of the trace only, without this record: ${String(response.message)}`,
    );
  }
  return span;
}

function spansOf(resourceSpans: unknown): RecordSpan[] {
  return listOf<ResourceSpans>(resourceSpans).flatMap(({ resource, scopeSpans }) => {
    const ofResource = attributesOf(resource?.attributes);
    return listOf<{ spans?: unknown }>(scopeSpans)
      .flatMap(({ spans }) => listOf<Span>(spans))
      .map((span) => spanOf(span, new Map([...ofResource, ...attributesOf(span.attributes)])));
  });
}

function spanOf(span: Span, attributes: AttributeValues): RecordSpan {
  const startUnixNano = String(span.startTimeUnixNano);
  return {
    key: {
      startUnixNano,
      // In the ledger's tenant the attributes have the ids under which the record was sent.
      traceId: textOf(attributes.get(LEDGER_ATTRIBUTES.traceId)) ?? hexOf(span.traceId),
      spanId: textOf(attributes.get(LEDGER_ATTRIBUTES.spanId)) ?? hexOf(span.spanId),
      sender: senderOf(attributes),
    },
    durationNs: BigInt(String(span.endTimeUnixNano ?? startUnixNano)) - BigInt(startUnixNano),
    attributes,
  };
}

/** Tempo writes the ids within a trace in base64. */
function hexOf(base64: unknown): string {
  return Array.from(atob(String(base64)), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
