import { ATTRIBUTES, type RecordKey } from '@tokentrail/records';
import { OWN_SCOPE } from '../own-scope.ts';
import { StoreError } from '../store-error.ts';
import type { AppSpan } from '../trace-reader.ts';
import type { TimeRange } from '../usage-ledger.ts';
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
  parentSpanId?: unknown;
  name?: unknown;
  status?: { code?: unknown };
}

interface ScopeSpans {
  scope?: { name?: unknown };
  spans?: unknown;
}

/** Reads the span of a record from the trace `traceId`. Undefined if Tempo has no such span. */
export async function readSpan(
  transport: TempoTransport,
  traceId: string,
  key: RecordKey,
  signal?: AbortSignal,
): Promise<RecordSpan | undefined> {
  const startS = Number(BigInt(key.startUnixNano) / 1_000_000_000n);
  const response = await readTrace(transport, traceId, { fromS: startS - MARGIN_S, toS: startS + MARGIN_S }, signal);
  const span = spanOfKey(spansOf(response?.trace?.resourceSpans), key);
  if (span === undefined && response?.status === 'PARTIAL') {
    throw new StoreError(
      'limit',
      `Tempo returned a part of the trace only, without this record: ${String(response.message)}`,
    );
  }
  return span;
}

/** The spans of a trace that another instrumentation than ours recorded. */
export async function readAppSpans(
  transport: TempoTransport,
  traceId: string,
  { fromMs, toMs }: TimeRange,
  signal?: AbortSignal,
): Promise<AppSpan[]> {
  const range = { fromS: Math.floor(fromMs / 1000), toS: Math.ceil(toMs / 1000) };
  const response = await readTrace(transport, traceId, range, signal);
  return listOf<ResourceSpans>(response?.trace?.resourceSpans).flatMap(({ resource, scopeSpans }) => {
    const service = textOf(attributesOf(resource?.attributes).get(ATTRIBUTES.serviceName.name)) ?? '';
    return listOf<ScopeSpans>(scopeSpans)
      .filter(({ scope }) => scope?.name !== OWN_SCOPE)
      .flatMap(({ spans }) => listOf<Span>(spans))
      .map((span) => appSpanOf(span, service))
      .filter(({ startUnixNano }) => isWithin(startUnixNano, fromMs, toMs));
  });
}

function isWithin(startUnixNano: string, fromMs: number, toMs: number): boolean {
  const ms = Number(BigInt(startUnixNano) / 1_000_000n);
  return ms >= fromMs && ms < toMs;
}

function appSpanOf(span: Span, service: string): AppSpan {
  const startUnixNano = String(span.startTimeUnixNano);
  const durationNs = BigInt(String(span.endTimeUnixNano ?? startUnixNano)) - BigInt(startUnixNano);
  return {
    spanId: hexOf(span.spanId),
    parentSpanId: span.parentSpanId === undefined || span.parentSpanId === '' ? null : hexOf(span.parentSpanId),
    name: String(span.name ?? ''),
    service,
    startUnixNano,
    durationMs: Number(durationNs) / 1e6,
    failed: span.status?.code === 'STATUS_CODE_ERROR',
  };
}

interface TraceResponse {
  trace?: { resourceSpans?: unknown };
  status?: unknown;
  message?: unknown;
}

async function readTrace(
  transport: TempoTransport,
  traceId: string,
  { fromS, toS }: { fromS: number; toS: number },
  signal: AbortSignal | undefined,
): Promise<TraceResponse | null> {
  return (await requestTrace(transport, {
    path: `v2/traces/${traceId}`,
    query: { start: String(Math.max(0, fromS)), end: String(toS) },
    ...(signal && { signal }),
  })) as TraceResponse | null;
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
