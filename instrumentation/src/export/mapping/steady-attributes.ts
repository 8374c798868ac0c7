import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import { attributeValue } from './attribute-value.ts';
import { encodeAttributes, type AttributeValue, type EncodedAttributes } from '../otlp/span-encoder.ts';
import { TOKENS } from '../../record/attempt-record.ts';

/** Those whose value is another in nearly every record. All others are nearly always the same in the calls of one program. */
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
    // A list is a new one in each record, and content is nowhere kept.
    return VARYING.has(key) || type === 'string[]' || store === 'traces';
  }),
);

/** Kinds of calls that are remembered: a program makes few, and looking through more would cost what it saves. */
const MAX_CACHED = 16;

interface Cached {
  /** Keys and values by turns, as they were told. */
  reported: readonly unknown[];
  encoded: EncodedAttributes;
}
const cached: Cached[] = [];
/** Nearly always one record is made at a time, and an array for each would cost more than comparing it. */
let spare: unknown[] | undefined;

/**
 * The attributes of one record. Checking a value for keys and encoding it costs more than all else that is done for a
 * record, and most values are those of the call before: what is told of them is compared as a whole with what was told
 * lately, and where it is the same, so is the encoded result.
 */
export class RecordAttributes {
  readonly varying: [AttributeKey, AttributeValue][] = [];
  /** Of its own: what an app hands over may, while it is read, end another record. */
  readonly #reported: unknown[];

  constructor() {
    this.#reported = spare ?? [];
    this.#reported.length = 0;
    spare = undefined;
  }

  put(key: AttributeKey, value: unknown): void {
    if (value === undefined) return;
    if (VARIES.has(key)) addFitting(this.varying, key, value);
    else this.#reported.push(key, value);
  }

  /** Those put so far that are the same from call to call; the end of gathering. */
  steady(): EncodedAttributes {
    const reported = this.#reported;
    spare = reported;
    const index = cached.findIndex((one) => isSame(one.reported, reported));
    const found = cached[index] ?? { reported: [...reported], encoded: encoded(reported) };
    if (index !== 0) {
      // The newest in front.
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

function encoded(reported: readonly unknown[]): EncodedAttributes {
  const attributes: [AttributeKey, AttributeValue][] = [];
  for (let i = 0; i < reported.length; i += 2) addFitting(attributes, reported[i] as AttributeKey, reported[i + 1]);
  return encodeAttributes(attributes);
}

function addFitting(attributes: [AttributeKey, AttributeValue][], key: AttributeKey, value: unknown): void {
  const fitting = attributeValue(key, value);
  if (fitting !== undefined) attributes.push([key, fitting]);
}
