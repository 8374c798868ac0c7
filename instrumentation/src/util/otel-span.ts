/** Ids of a span. The OpenTelemetry SDK returns the same object for a span each time, so it can identify the span. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
  /** The span is in another process. */
  readonly isRemote?: boolean | undefined;
}

export type SpanAttributes = Readonly<Record<string, unknown>>;

/** The library that made a span. */
export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string | undefined;
}

/** The fields that we read of a span of the app's OpenTelemetry SDK. They are the same in 2.x and 3.x. */
export interface StartedSpan {
  readonly spanContext: () => SpanIds;
  readonly parentSpanContext?: SpanIds | undefined;
  readonly attributes: SpanAttributes;
  readonly instrumentationScope: InstrumentationScope;
}

/** Seconds since the Unix epoch, and nanoseconds of the second. */
type HrTime = readonly [seconds: number, nanoseconds: number];

export interface EndedSpan extends StartedSpan {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly events: readonly { readonly name: string; readonly attributes?: SpanAttributes | undefined }[];
  /** Number of attributes dropped by the app's own limits. */
  readonly droppedAttributesCount: number;
}

/** Converts to unix ms. */
export function millisecondsOf([seconds, nanoseconds]: HrTime): number {
  return seconds * 1000 + nanoseconds / 1e6;
}
