import { ATTRIBUTES, type AttributeDefinition, type AttributeKey } from '@tokentrail/records';
import type { AttributeValue } from '../otlp/span-encoder.ts';
import { textOf } from '../../util/text.ts';
import { redactName } from '../../redaction/redact-text.ts';

/**
 * Attributes that we write or that were redacted when they were recorded. All other texts come from outside and may
 * contain a key.
 */
const ALREADY_REDACTED: ReadonlySet<AttributeKey> = new Set<AttributeKey>([
  'recordType',
  'state',
  'callType',
  'captureLevel',
  'keyPreview',
  'errorType',
  'errorCode',
  'errorMessage',
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
/** Maximum length of a name; a longer text may be a prompt. The ledger has the same limit (`ledger-shapes.ts`). */
const MAX_NAME_LENGTH = 256;
const MAX_LENGTHS: Partial<Record<AttributeKey, number>> = {
  path: 1000,
  route: 1000,
  costFormula: Infinity,
  priceContent: Infinity,
};
/**
 * Protocol values that callers send. A value that is not an identifier may be a sentence of a prompt, and is dropped.
 */
const IDENTIFIERS: ReadonlySet<AttributeKey> = new Set<AttributeKey>([
  'method',
  'operation',
  'apiFormat',
  'reasoningLevel',
  'outputType',
  'requestedServiceTier',
  'servedServiceTier',
  'finishReasons',
]);
const IDENTIFIER = /^[A-Za-z0-9_.:/@+=#~-]{1,200}$/;
const INT64_LIMIT = 2n ** 63n;

/**
 * Converts `value` to the type of attribute `key` and redacts keys; undefined if it has another type. Untyped programs
 * may pass anything (null, a status that is NaN, a list of header values), and none of it may fail the record.
 */
export function attributeValue(key: AttributeKey, value: unknown): AttributeValue | undefined {
  const { type, store, shape }: AttributeDefinition = ATTRIBUTES[key];
  switch (type) {
    case 'string': {
      const text = textOf(value);
      if (text === undefined || store === 'traces' || shape === 'map') return text;
      if (IDENTIFIERS.has(key) && !IDENTIFIER.test(text)) return undefined;
      return shortened(ALREADY_REDACTED.has(key) ? text : redactName(text), MAX_LENGTHS[key]);
    }
    case 'int':
      return wholeNumber(value);
    case 'double':
      return Number.isFinite(value) ? (value as number) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'string[]':
      return Array.isArray(value) ? textsOf(key, value) : undefined;
  }
}

/** Truncates a name to its maximum length; call it after redaction, otherwise half a key may remain. */
export function shortened(text: string, max = MAX_NAME_LENGTH): string {
  return text.length <= max ? text : text.slice(0, max);
}

function textsOf(key: AttributeKey, values: readonly unknown[]): string[] {
  const texts = values.filter((value) => typeof value === 'string');
  if (ALREADY_REDACTED.has(key)) return texts;
  // A removed value keeps its position as `other`, because each position is one choice.
  return texts.map((text) => (IDENTIFIERS.has(key) && !IDENTIFIER.test(text) ? 'other' : shortened(redactName(text))));
}

function wholeNumber(value: unknown): number | bigint | string | undefined {
  if (typeof value === 'bigint') {
    return value >= -INT64_LIMIT && value < INT64_LIMIT ? value : undefined;
  }
  if (typeof value === 'string') {
    return /^-?\d{1,18}$/.test(value) ? value : undefined;
  }
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}
