import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import { OWN_SCOPE } from '../own-scope.ts';
import { LEDGER_ATTRIBUTES, ledgerTraceId } from '../tempo/span.ts';
import type { RecordVersion } from './record-version.ts';

/** Where Tempo receives spans. */
export interface TempoReceiver {
  /** Base URL of its OTLP receiver over HTTP. */
  otlpUrl: string;
  tenant: string;
}

interface Pushed extends RecordVersion {
  /** Attributes besides those of the version. */
  added?: Readonly<Record<string, string | number>>;
}

/** Sends versions to the ledger's tenant as the collector's pipeline does: each as a trace of its own, without attempts. */
export function pushToLedger(
  receiver: TempoReceiver,
  versions: readonly RecordVersion[],
  added: Pushed['added'] = {},
): Promise<void> {
  const records = versions.map(({ key, durationNs, attributes: { attempts: _, ...attributes } }) => ({
    key: { ...key, traceId: ledgerTraceId(key) },
    durationNs,
    attributes,
    added: {
      ...added,
      [LEDGER_ATTRIBUTES.traceId]: key.traceId,
      [LEDGER_ATTRIBUTES.spanId]: key.spanId,
      [LEDGER_ATTRIBUTES.receivedUnixMs]: Date.now(),
    },
  }));
  return pushSpans(receiver, records);
}

export async function pushSpans({ otlpUrl, tenant }: TempoReceiver, spans: readonly Pushed[]): Promise<void> {
  const response = await fetch(`${otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Scope-OrgID': tenant },
    body: JSON.stringify({ resourceSpans: spans.map(resourceSpansOf) }),
  });
  if (response.status !== 200) {
    throw new Error(`Tempo refused the spans: ${response.status} ${await response.text()}`);
  }
}

function resourceSpansOf({ key, durationNs, attributes, scope = OWN_SCOPE, added = {} }: Pushed) {
  const startTimeUnixNano = key.startUnixNano;
  const withService = { serviceName: 'conformance', ...attributes };
  return {
    resource: { attributes: attributesOn('resource', withService) },
    scopeSpans: [
      {
        scope: { name: scope },
        spans: [
          {
            traceId: key.traceId,
            spanId: key.spanId,
            name: 'record',
            kind: 3,
            startTimeUnixNano,
            endTimeUnixNano: String(BigInt(startTimeUnixNano) + durationNs),
            attributes: [
              ...attributesOn('span', attributes),
              ...Object.entries(added).map(([name, value]) => ({ key: name, value: anyValue(value) })),
            ],
          },
        ],
      },
    ],
  };
}

function attributesOn(position: 'span' | 'resource', attributes: RecordVersion['attributes']) {
  return (Object.entries(attributes) as [AttributeKey, unknown][])
    .filter(([key]) => ATTRIBUTES[key].on === position)
    .map(([key, value]) => ({
      key: ATTRIBUTES[key].name,
      value: ATTRIBUTES[key].type === 'double' ? { doubleValue: value } : anyValue(value),
    }));
}

function anyValue(value: unknown): object {
  if (Array.isArray(value)) {
    return { arrayValue: { values: value.map(anyValue) } };
  }
  if (typeof value === 'boolean') {
    return { boolValue: value };
  }
  return typeof value === 'string' ? { stringValue: value } : { intValue: String(value) };
}
