import {
  ATTRIBUTES,
  ATTEMPT_STATES,
  BILLED,
  type Attempt,
  type AttributeDefinition,
  type AttributeKey,
  type AttributeShape,
  type CostLine,
  type Usage,
} from '@tokentrail/records';
import { PRICE_ENTRY_PATTERN } from './price-entry-shape.ts';

/** Shape of a string or string-array attribute. Default for strings: `line`. */
export function shapeOf(key: AttributeKey): AttributeShape {
  const { name, type, shape }: AttributeDefinition = ATTRIBUTES[key];
  if (shape === undefined && type === 'string[]') {
    throw new Error(`Name the shape of ${name} in ATTRIBUTES: it is an array`);
  }
  return shape ?? 'line';
}

/** A character of a JSON string that is a text of one line. */
const JSON_CHARACTER = '(?:[^"\\\\\\x00-\\x1f\\x7f]|\\\\["\\\\])';
const IDENTIFIER = '[A-Za-z0-9_.:/@+=#~-]';

/** RE2 expression for the complete value of a shape. Arrays are matched as JSON. */
export function shapePattern(shape: Exclude<AttributeShape, 'sentence'>): string {
  switch (shape) {
    case 'word':
      return '^[a-z_]{1,32}$';
    case 'identifier':
      return `^${IDENTIFIER}{1,200}$`;
    case 'path':
      return '^[^\\s?#"]{1,1000}$';
    case 'line':
      return '^[^\\x00-\\x1f\\x7f]{1,256}$';
    case 'formula':
      return '^[\\p{L}\\p{N}\\s.,;:()_+*/%=$<>≤≥×÷·−-]{1,1000}$';
    case 'priceEntry':
      return PRICE_ENTRY_PATTERN;
    case 'map':
      return `^\\{(?:"${JSON_CHARACTER}{1,64}":"${JSON_CHARACTER}{0,64}",?){0,8}\\}$`;
    case 'identifiers':
      return `^\\[(?:"${IDENTIFIER}*",?)*\\]$`;
    case 'attempts':
      return arrayOfObjects(ATTEMPT_FIELDS);
    case 'costLines':
      return arrayOfObjects(COST_LINE_FIELDS);
  }
}

/** The following patterns match JSON inside a JSON string, such as an element of our arrays: each quote is `\"`. */
const QUOTE = '\\\\"';
const NUMBER = '-?[0-9.]+(?:e[+-]?[0-9]+)?';
const DECIMAL = quoted('-?[0-9.]*');
const NAME = quoted(`${IDENTIFIER}*`);
const WORD = quoted('[a-z_]{0,32}');
/** Name of a meter or a condition. */
const METER = '[a-z][a-z0-9_]{0,63}(?::[a-z0-9]{1,16})?';
// A backslash is escaped twice: \\\\ in the text; an inner quote is \\\"; & < > arrive as \u0026 and so on.
const LINE = quoted('(?:[^"\\\\\\x00-\\x1f]|\\\\u00[0-9a-f]{2}|\\\\\\\\(?:\\\\"|\\\\\\\\|[bfnrtu]))*');

function quoted(pattern: string): string {
  return `${QUOTE}${pattern}${QUOTE}`;
}

function oneOf(words: readonly string[]): string {
  return quoted(`(?:${words.join('|')})`);
}

function object(fields: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(fields).map(([name, value]) => `${name}${QUOTE}:${value}`);
  return `\\{(?:${QUOTE}(?:${pairs.join('|')}),?)*\\}`;
}

/** Object with unknown names. `name` and `value` are the patterns of its names and values. */
function mapOf(name: string, value: string): string {
  return `\\{(?:${quoted(name)}:${value},?)*\\}`;
}

function array(element: string): string {
  return `\\[(?:${element},?)*\\]`;
}

function arrayOfObjects(fields: Readonly<Record<string, string>>): string {
  return `^\\[(?:"${object(fields)}",?)*\\]$`;
}

const USAGE_FIELDS: Record<keyof Usage, string> = {
  inputTokens: NUMBER,
  outputTokens: NUMBER,
  cacheReadTokens: NUMBER,
  cacheWriteTokens: NUMBER,
  reasoningTokens: NUMBER,
  audioInputTokens: NUMBER,
  audioOutputTokens: NUMBER,
};

const ATTEMPT_FIELDS: Record<keyof Attempt, string> = {
  index: NUMBER,
  retry: NUMBER,
  continues: '(?:true|false)',
  state: oneOf(ATTEMPT_STATES),
  skipReason: NAME,
  provider: LINE,
  endpoint: LINE,
  server: NAME,
  model: LINE,
  apiFormat: NAME,
  statusCode: NUMBER,
  errorType: NAME,
  errorCode: NAME,
  offsetMs: NUMBER,
  durationMs: NUMBER,
  firstChunkMs: NUMBER,
  keyName: LINE,
  keyPreview: LINE,
  keyFingerprint: NAME,
  capabilitiesRequired: array(NAME),
  capabilitiesHeld: array(NAME),
  usage: object(USAGE_FIELDS),
  paidNanoUsd: DECIMAL,
  billed: oneOf(BILLED),
  requestId: NAME,
  organization: NAME,
  project: NAME,
  requestedTier: NAME,
  servedTier: NAME,
  responseModel: LINE,
  meters: mapOf(METER, NUMBER),
  units: mapOf(METER, NUMBER),
  conditions: mapOf(METER, NAME),
  priceSource: WORD,
  priceEntry: NAME,
  priceTier: LINE,
  contract: DECIMAL,
};

const COST_LINE_FIELDS: Record<keyof CostLine, string> = {
  meter: NAME,
  quantity: DECIMAL,
  unitPrice: DECIMAL,
  currency: quoted('[A-Z]{3}'),
  per: NUMBER,
  amountUsd: DECIMAL,
  factors: array(object({ name: LINE, times: DECIMAL })),
};
