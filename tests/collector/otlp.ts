/** Spans as OTLP/JSON, in which every field of the protocol can be written by hand. */

export type AnyValue =
  | { stringValue: string }
  | { intValue: string }
  | { doubleValue: number }
  | { boolValue: boolean }
  | { bytesValue: string }
  | { arrayValue: { values: AnyValue[] } }
  | { kvlistValue: { values: KeyValue[] } };

export interface KeyValue {
  key: string;
  value: AnyValue;
}

export type Json = { [field: string]: unknown };

export function string(key: string, value: string): KeyValue {
  return { key, value: { stringValue: value } };
}

export function int(key: string, value: number): KeyValue {
  return { key, value: { intValue: String(value) } };
}

export function strings(key: string, values: readonly string[]): KeyValue {
  return { key, value: { arrayValue: { values: values.map((stringValue) => ({ stringValue })) } } };
}

let spans = 0;

/** A span with its own ids that took a millisecond. */
export function span(attributes: readonly KeyValue[], more: Json = {}): Json {
  spans += 1;
  const start = BigInt(Date.now()) * 1_000_000n;
  return {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: spans.toString(16).padStart(16, '0'),
    name: 'chat',
    kind: 3,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 1_000_000n),
    attributes,
    ...more,
  };
}

export interface Surroundings {
  resource?: Json;
  resourceSchemaUrl?: string;
  scope?: Json;
  scopeSchemaUrl?: string;
}

/** Sends spans to a collector. Rejects unless it accepts them. */
export async function sendSpans(
  otlpUrl: string,
  sent: readonly Json[],
  surroundings: Surroundings = {},
): Promise<void> {
  const scopeSpans = [
    { scope: surroundings.scope ?? { name: 'test' }, schemaUrl: surroundings.scopeSchemaUrl ?? '', spans: sent },
  ];
  const resource = surroundings.resource ?? { attributes: [string('service.name', 'test')] };
  const response = await fetch(`${otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [{ resource, schemaUrl: surroundings.resourceSchemaUrl ?? '', scopeSpans }],
    }),
  });
  const responseBody = await response.text();
  if (!response.ok) {
    throw new Error(`The collector responded with status ${response.status}: ${responseBody}`);
  }
}
