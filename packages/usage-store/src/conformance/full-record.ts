import {
  ATTRIBUTES,
  FIELDS,
  FIELD_KEYS,
  REQUEST_PARAMETERS,
  recordOfValues,
  sampleDetail,
  sampleValues,
} from '@tokentrail/records';
import type { FieldDefinition, TextMap, UsageRecord } from '@tokentrail/records';
import type { RecordAttributes, RecordVersion } from './record-version.ts';

const SAMPLES = sampleValues();

/** A record with every field set, as it is sent: the samples of `FIELDS`. */
export function fullVersion(startMs: number): RecordVersion {
  return {
    key: { startUnixNano: startOf(startMs), traceId: SAMPLES.traceId, spanId: SAMPLES.spanId },
    durationNs: BigInt(Math.round((SAMPLES.durationMs ?? 0) * 1e6)),
    attributes: {
      ...sentAttributes(FIELD_KEYS.map((key) => FIELDS[key])),
      ...sentParameters(sampleDetail().requestParameters),
      versionUnixMs: startMs + 1234,
    },
  };
}

/** The attributes that become the samples of `fields`. */
export function sentAttributes(fields: readonly FieldDefinition[]): RecordAttributes {
  return Object.fromEntries(
    fields.flatMap((field) => (field.attribute === undefined ? [] : [[field.attribute, sentValue(field)] as const])),
  );
}

/** The attributes that become `requestParameters`. */
function sentParameters(parameters: TextMap): RecordAttributes {
  return Object.fromEntries(
    REQUEST_PARAMETERS.flatMap((key) => {
      const { name, type } = ATTRIBUTES[key];
      const text = parameters[name];
      const value = type === 'int' ? BigInt(text ?? 0) : type === 'double' ? Number(text) : text;
      return text === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** The same record as a ledger returns it. */
export function fullRecord(startMs: number): UsageRecord {
  return recordOfValues({ ...SAMPLES, startUnixNano: startOf(startMs) });
}

function startOf(startMs: number): string {
  return `${startMs}123456`;
}

/** The value of the attribute that becomes the sample of `field`. */
function sentValue({ kind, attribute, sample, sent = sample }: FieldDefinition): unknown {
  const { type } = ATTRIBUTES[attribute ?? 'recordType'];
  if (type === 'int') {
    return BigInt(String(sent));
  }
  if (type === 'string[]') {
    return (sent as unknown[]).map(textOf);
  }
  return kind === 'map' ? textOf(sent) : sent;
}

function textOf(element: unknown): string {
  return typeof element === 'string' ? element : JSON.stringify(element);
}
