import {
  DETAIL_FIELD_KEYS,
  FIELDS,
  RECORD_FIELD_KEYS,
  nanoToUsd,
  valuesOfRecord,
  type Attempt,
  type CostLine,
  type FieldKey,
  type RecordDetail,
  type UsageRecord,
} from '@tokentrail/records';
import { exportName } from './export-columns.ts';
import { isoTime } from './write-record.ts';

/** An object for scripts: names of the ledger's columns, money as exact decimals of USD in texts, times in RFC 3339 and UTC. */
export type ScriptObject = Readonly<Record<string, unknown>>;

/** The known values of a record, in the order of the ledger's columns. Unknown ones are absent. */
export function recordObject(record: UsageRecord): ScriptObject {
  return objectOf(RECORD_FIELD_KEYS, valuesOfRecord(record));
}

/** The same of a record with what only its detail has. */
export function wholeRecordObject(record: UsageRecord, detail: RecordDetail): ScriptObject {
  return { ...recordObject(record), ...objectOf(DETAIL_FIELD_KEYS, detail) };
}

/** An attempt with the names of the ledger's view `attempts`; `paid_usd` is a decimal of USD. */
export function attemptObject({ usage, paidNanoUsd, ...attempt }: Attempt): ScriptObject {
  return {
    ...withColumnNames(attempt),
    ...withColumnNames(usage ?? {}),
    ...(paidNanoUsd !== undefined && { paid_usd: nanoToUsd(paidNanoUsd) }),
  };
}

function objectOf<K extends FieldKey>(keys: readonly K[], values: { readonly [key in K]: unknown }): ScriptObject {
  return Object.fromEntries(
    keys.flatMap((key) => (values[key] === null ? [] : [[exportName(key), scriptValue(key, values[key])]])),
  );
}

function scriptValue(key: FieldKey, value: unknown): unknown {
  switch (FIELDS[key].kind) {
    case 'amount':
    case 'cost':
      return nanoToUsd(String(value));
    case 'duration':
      // Seconds, with the nanoseconds of the store.
      return nanoToUsd(BigInt(Math.round(Number(value) * 1e6)));
    case 'time':
      return isoTime(`${String(value)}000000`, 3);
    case 'startTime':
      return isoTime(String(value), 9);
    case 'costLines':
      return (value as CostLine[]).map(withColumnNames);
    default:
      return value;
  }
}

/** `unitPrice` → `unit_price`. Values, among them maps with names of others, stay. */
function withColumnNames(object: object): ScriptObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as unknown,
    ]),
  );
}
