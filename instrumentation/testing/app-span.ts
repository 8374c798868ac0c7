import { randomHex } from '../src/util/app-context.ts';
import type { EndedSpan, SpanAttributes, SpanIds, StartedSpan } from '../src/util/otel-span.ts';

export interface AppSpanStart {
  parent?: StartedSpan;
  scope?: string;
  attributes?: SpanAttributes;
  /** Unix ms. */
  startTime?: number;
}

/** A started span, as OpenTelemetry SDK 2.x and 3.x pass it to a span processor. */
export function startedSpan({ parent, scope, attributes, startTime }: AppSpanStart = {}): StartedSpan & {
  readonly startTime: EndedSpan['startTime'];
} {
  const ids: SpanIds = { traceId: parent?.spanContext().traceId ?? randomHex(16), spanId: randomHex(8) };
  return {
    spanContext: () => ids,
    ...(parent === undefined ? {} : { parentSpanContext: parent.spanContext() }),
    attributes: attributes ?? {},
    instrumentationScope: { name: scope ?? 'app' },
    startTime: hrTime(startTime ?? Date.now()),
  };
}

/** The same span at its end, with the attributes set in between. */
export function endedSpan(
  span: ReturnType<typeof startedSpan>,
  end: {
    attributes?: SpanAttributes;
    status?: EndedSpan['status'];
    endTime?: number;
    events?: EndedSpan['events'];
  } = {},
): EndedSpan {
  return {
    ...span,
    attributes: { ...span.attributes, ...end.attributes },
    endTime: hrTime(end.endTime ?? Date.now()),
    status: end.status ?? { code: 0 },
    events: end.events ?? [],
    droppedAttributesCount: 0,
  };
}

function hrTime(ms: number): EndedSpan['startTime'] {
  return [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
}
