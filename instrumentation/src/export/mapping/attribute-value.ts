import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { AttributeValue } from '../otlp/span-encoder.ts';
import { textOf } from '../../util/text.ts';
import { redactName } from '../../redaction/redact-text.ts';

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
/** Longer is no name, and what stands there in its place may be a prompt. The ledger takes no longer ones (`ledger-shapes.ts`). */
const LONGEST_NAME = 256;
const LONGEST: Partial<Record<AttributeKey, number>> = {
  path: 1000,
  route: 1000,
  costFormula: Infinity,
  priceContent: Infinity,
};
/** Words of a protocol, which callers send along: what is no identifier is a sentence, and may be a prompt. */
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
      if (text === undefined || store === 'traces') return text;
      if (IDENTIFIERS.has(key) && !IDENTIFIER.test(text)) return undefined;
      return shortened(LOOKED_THROUGH.has(key) ? text : redactName(text), LONGEST[key]);
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

/** The beginning of a name, as far as names go; to be cut after it was looked through, or half a key may stay. */
export function shortened(text: string, longest = LONGEST_NAME): string {
  return text.length <= longest ? text : text.slice(0, longest);
}

function textsOf(key: AttributeKey, values: readonly unknown[]): string[] {
  const texts = values.filter((value) => typeof value === 'string');
  if (LOOKED_THROUGH.has(key)) return texts;
  // One that may not be told keeps its place: each stands for a choice.
  return texts.map((text) => (IDENTIFIERS.has(key) && !IDENTIFIER.test(text) ? 'other' : shortened(redactName(text))));
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
