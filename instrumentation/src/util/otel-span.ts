/** Trace id and span id of a span: its SDK hands out the same object each time. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

export type SpanAttributes = Readonly<Record<string, unknown>>;

/** As much of a span of the app's OpenTelemetry SDK as is read here; 2.x and 3.x have it alike. */
export interface StartedSpan {
  readonly spanContext: () => SpanIds;
  readonly parentSpanContext?: SpanIds | undefined;
  readonly attributes: SpanAttributes;
  readonly instrumentationScope: { readonly name: string };
}

/** Seconds and nanoseconds, of the Unix epoch. */
type HrTime = readonly [seconds: number, nanoseconds: number];

export interface EndedSpan extends StartedSpan {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly events: readonly { readonly name: string; readonly attributes?: SpanAttributes | undefined }[];
  /** Attributes that the app's own limits kept from it. */
  readonly droppedAttributesCount: number;
}

/** Unix ms. */
export function millisecondsOf([seconds, nanoseconds]: HrTime): number {
  return seconds * 1000 + nanoseconds / 1e6;
}
