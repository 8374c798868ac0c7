import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { AttributeValue } from './export/span-encoder.ts';
import { redactName } from './redaction/redact-text.ts';

/** Written by ourselves, or looked through when it was taken. Every other text comes from outside and may hold a key. */
const LOOKED_THROUGH: ReadonlySet<AttributeKey> = new Set<AttributeKey>([
  'recordType',
  'state',
  'callType',
  'captureLevel',
  'keyPreview',
  'errorType',
  'errorCode',
  'errorMessage',
  'requestModel',
  'path',
  'costListState',
  'costPaidState',
  'costChargedState',
  'costLines',
  'costFormula',
  'priceSource',
  'priceVersion',
  'priceEntry',
  'priceTier',
  'attempts',
  'attemptErrorBodies',
]);
const LARGEST_INT = 2n ** 63n;

/**
 * `value` as the attribute `key` may carry it, without keys; undefined where it is of another kind. Programs without
 * types hand over anything (null, a status that is NaN, a list of header values), and none of it may cost the record.
 */
export function attributeValue(key: AttributeKey, value: unknown): AttributeValue | undefined {
  const { type, store } = ATTRIBUTES[key];
  switch (type) {
    case 'string': {
      const text = textOf(value);
      return text === undefined || store === 'traces' || LOOKED_THROUGH.has(key) ? text : redactName(text);
    }
    case 'int':
      return wholeNumber(value);
    case 'double':
      return Number.isFinite(value) ? (value as number) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'string[]':
      return Array.isArray(value) ? textsOf(value, LOOKED_THROUGH.has(key)) : undefined;
  }
}

/** What came as text, or as a number that stands for a name: ids often do. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return Number.isFinite(value) || typeof value === 'bigint' ? String(value) : undefined;
}

function textsOf(values: readonly unknown[], lookedThrough: boolean): string[] {
  const texts = values.filter((value) => typeof value === 'string');
  return lookedThrough ? texts : texts.map(redactName);
}

function wholeNumber(value: unknown): number | bigint | string | undefined {
  if (typeof value === 'bigint') {
    return value >= -LARGEST_INT && value < LARGEST_INT ? value : undefined;
  }
  if (typeof value === 'string') {
    return /^-?\d{1,18}$/.test(value) ? value : undefined;
  }
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}
