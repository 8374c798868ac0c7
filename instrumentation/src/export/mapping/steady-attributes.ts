import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import { attributeValue } from './attribute-value.ts';
import { encodeAttributes, type AttributeValue, type EncodedAttributes } from '../otlp/span-encoder.ts';
import { TOKENS } from '../../record/token-counts.ts';

/**
 * Attributes whose value differs in nearly every record. All others are nearly always the same for the calls of one
 * program.
 */
const VARYING: ReadonlySet<AttributeKey> = new Set<AttributeKey>([
  ...TOKENS,
  'versionUnixMs',
  'eventName',
  'amountNanoUsd',
  'balanceAfterNanoUsd',
  'userId',
  'sessionId',
  'clientAddress',
  'userAgent',
  'requestId',
  'conversationId',
  'responseId',
  'timeToFirstChunk',
  'costList',
  'costPaid',
  'costCharged',
  'costFormula',
]);
const VARIES = new Set(
  (Object.keys(ATTRIBUTES) as AttributeKey[]).filter((key) => {
    const { type, store } = ATTRIBUTES[key];
    // Lists are never identical objects, and content is never cached.
    return VARYING.has(key) || type === 'string[]' || store === 'traces';
  }),
);

/** Maximum number of cached sets: a program makes few kinds of calls, and searching more would cost what it saves. */
const MAX_CACHED = 16;

interface Cached {
  /** Alternating keys and values as they were put. */
  values: readonly unknown[];
  encoded: EncodedAttributes;
}
const cached: Cached[] = [];
/**
 * Reused array: usually one record is converted at a time, and a new array for each would cost more than the
 * comparison.
 */
let spare: unknown[] | undefined;

/**
 * The attributes of one record. Redacting and encoding values is the most expensive part of converting a record, and
 * most values equal those of the previous call. So the values of a record are compared as a whole with recent ones, and
 * if they are equal the encoded result is reused.
 */
export class RecordAttributes {
  readonly varying: [AttributeKey, AttributeValue][] = [];
  /** Owned by this record: reading a value of the app may end another record in between. */
  readonly #values: unknown[];

  constructor() {
    this.#values = spare ?? [];
    this.#values.length = 0;
    spare = undefined;
  }

  put(key: AttributeKey, value: unknown): void {
    if (value === undefined) return;
    if (VARIES.has(key)) addIfValid(this.varying, key, value);
    else this.#values.push(key, value);
  }

  /** Returns the encoded attributes that are the same from call to call. Call it after the last `put`. */
  steady(): EncodedAttributes {
    const values = this.#values;
    spare = values;
    const index = cached.findIndex((one) => isSame(one.values, values));
    const found = cached[index] ?? { values: [...values], encoded: encoded(values) };
    if (index !== 0) {
      // Move the most recently used set to the front.
      if (index > 0) cached.splice(index, 1);
      cached.unshift(found);
      cached.length = Math.min(cached.length, MAX_CACHED);
    }
    return found.encoded;
  }
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

function encoded(values: readonly unknown[]): EncodedAttributes {
  const attributes: [AttributeKey, AttributeValue][] = [];
  for (let i = 0; i < values.length; i += 2) addIfValid(attributes, values[i] as AttributeKey, values[i + 1]);
  return encodeAttributes(attributes);
}

function addIfValid(attributes: [AttributeKey, AttributeValue][], key: AttributeKey, value: unknown): void {
  const valid = attributeValue(key, value);
  if (valid !== undefined) attributes.push([key, valid]);
}
